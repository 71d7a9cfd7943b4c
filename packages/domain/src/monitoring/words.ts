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
