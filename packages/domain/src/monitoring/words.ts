/** Words with a capital that errors begin with or name, and that are nobody's name. Whatever else has one is hidden. */
export const plainWords: ReadonlySet<string> = new Set(
  `A After All An And Any API Argument At Bad Before Body Both Bytes Call Cannot Can’t Can't Changed Column Conflict Connection
   Constraint Could Couldn’t Couldn't Data Database Deadlock DELETE Did Doesn’t Doesn't Each Empty Error Event Every Exceeded
   Expected Failed Field Forbidden Found From Function Gateway GET Got Had Has Have HTTP HTTPS ID If In Inngest Input INSERT
   Internal Invalid Is ISO It Its JSON Key Limit Mail Maximum Message Method Minimum Missing More Must Name Neither Network No Node
   None Not Nothing Null Number Object Of Only Operation Or Output PATCH Permission POST PostgreSQL Postgres Postmark Prisma PUT
   Query Rate Reached Received Refused Request Required Response Result Retry Row Rule Run Schema SELECT Server Service Something
   SQL SSL State Status Step String Table Than That The Then There They This Time Timed Timeout TLS To Token Too Transaction
   Tried Type TypeError Unable Unavailable Undefined Unexpected Unique Unknown UPDATE URL UTC Value Was What When Which While Wrong
   You Your Broken Webhook Zod InvalidInput NotSignedIn NotAllowed NotFound RuleBroken LimitReached
   Account AuditEntry Import Invitation Membership OrgNode OutgoingMail Person RoleAssignment Setting
   EACCES EADDRINUSE EAI_AGAIN ECONNABORTED ECONNREFUSED ECONNRESET EHOSTUNREACH EMFILE ENETUNREACH ENOENT ENOSPC ENOTFOUND EPIPE
   ETIMEDOUT`.split(/\s+/),
)

/**
 * Words in small letters that errors are made of. Names are written so too, where somebody typed them: a word that isn't here is
 * hidden, and what is a name as well as a word (may, will, mark, grace) isn't here.
 */
export const smallWords: ReadonlySet<string> = new Set(
  `a able aborted about above absent accept accepted access account accounts across action active add added address addresses after
   again against all allowed already also an and another answer any anybody anything app are argument arguments array as asked at
   attempt attempts auth away back bad base be because been before began begin being below between body boolean both bounce bounced
   broken buffer busy but by byte bytes call called came can cancelled cannot case catch change changed character characters check
   checked class clock close closed code column columns come comes commit complete completed concurrent configuration connect
   connection constraint contains content context convert copy could count create created cron current cursor data database date day
   days deadlock delete deleted deliver delivered delivery denied depth detail did different direct directory disabled disk do does
   doesn’t doesn't done down due duplicate duration during each early either element else email empty encoding end ended enough
   entry error errors event events every exceed exceeded exceeds execute exhausted exist exists expected expired export external fail failed
   fails failure false fatal fetch field fields file files find first flag follow following for forbidden foreign format found from full
   function functions future gave get give given go goes gone got group had handler has have header headers held here home host how http
   id identifier if ignored import imports in inactive index inner input insert inside instance instead integer internal invalid inside is
   isn’t isn't issue it item items its itself job json keep kept key keys kind language large last late later least left length less
   level limit line lines list local lock locked log long longer lost mail mailbox mails many match matched maximum me mean
   membership memory merge message messages method middle millisecond milliseconds minimum minute minutes missing more most moved ms
   much must name names needed neither network never new next no nobody node none nor not notification now null number object of off offset
   old on once one only open operation operator option or order org other others our out outgoing output outside over own page paid
   parameter parent parse parsed part password path pending people per permission permitted person persons place places policy pool
   port position postgres present previous primary problem process product property provider query queue queued quota range
   rate reach reached read reading reason receive received record reference refused reject rejected relation released remote remove
   removed repeat repeated reply report reports request requests require required reset resolve resource response result retries retry
   return returned right role roles root route row rows rule run running runs same say schema scope second seconds secret security
   see seen select send sender sending sent sequence server service session set settings several should signature size skipped sleep
   slow so socket some somebody something space sql stack start started state statement status step steps still stop stopped
   storage store stored stream string subject such support supported suppressed suspended switch syntax system table tables take taken
   template templates temporarily temporary terminated text than that the their them then there these they thing this those though
   throttle through time timed timeout times timestamp to together token told too took total track transaction tried trigger
   true try trying twice two type unable unavailable undefined unexpected unique unit unknown unless unreachable unsupported until up
   update updated upload url use used user using uuid valid validation value values variable version via violates violation wait
   waited waiting waits was way we went were what when where whether which while who whole whose why with within without word words work
   worker workflow workflows working would write writing written wrong yes yet you your zero zone`.split(/\s+/),
)
