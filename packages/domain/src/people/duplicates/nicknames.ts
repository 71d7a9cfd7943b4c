/** Short names and what they stand for, in the languages that the product speaks; a name may stand in several lines. Source: PPL-5. */
const lines = `
robert rob robbie bob bobby bert roberto
william will willy bill billy liam wilhelm willi guillermo
richard rick ricky dick rich richie ricardo
james jim jimmy jamie jem jaime
john jack johnny jon johnnie juan jean joao johann hans jan johannes
jonathan jon jonny nathan
charles charlie chuck chas carlos karl
edward ed eddie ted teddy ned eduardo
thomas tom tommy tomas
joseph joe joey jose josef pepe jo
michael mike mick micky mikey miguel michel
david dave davy
daniel dan danny
matthew matt matty mateo matthias
andrew andy drew andre andreas andres
anthony tony ant antonio anton
christopher chris kit topher cristobal
christian chris
benjamin ben benny benji
samuel sam sammy
alexander alex al sandy xander alec sasha alejandro
alexandra alex sandra sandy lexi
albert al bert bertie alberto
alfred alf fred alfie
frederick fred freddie freddy fritz federico
francis frank fran frankie francisco paco
franklin frank
george georgie jorge georg
gregory greg
henry harry hank hal henri heinrich enrique
harold harry hal
jeffrey jeff geoff
geoffrey geoff jeff
gerald gerry jerry
jeremy jerry jez
jacob jake jack kuba
joshua josh
kenneth ken kenny
lawrence larry laurie lorenzo
leonard leo len lenny
leonardo leo
louis lou luis lewis
nicholas nick nicky nico niko klaus nicolas
oliver ollie olly
patrick pat paddy
peter pete pedro pierre piet
philip phil felipe
raymond ray
ronald ron ronnie
rudolph rudy rudi
stephen steve stevie steven esteban
stanley stan
theodore ted teddy theo
timothy tim timmy
vincent vince vinnie
walter wally walt
zachary zach zac
elizabeth liz lizzie beth betty eliza elisa lisa liza libby bess elsie isabel elspeth
isabella bella izzy isa
katherine kate katie kathy kat kitty katharina catalina
margaret maggie meg peggy marge margie greta rita margarita daisy
mary molly polly maria marie miriam
susan sue susie suzy susana
suzanne sue susie
patricia pat patty tricia trish
jennifer jen jenny jenna
jessica jess jessie
rebecca becky becca bec
deborah deb debbie
barbara barb babs
victoria vicky tori vic
christina chris tina chrissie christine cristina
samantha sam sammy
stephanie steph stefanie
amanda mandy
abigail abby gail
alice ali allie
allison ali allie
angela angie
ann anne anna annie nan hannah ana
catherine kate cathy katie cath cat
charlotte charlie lottie
dorothy dot dottie
eleanor ellie nell nora ella
ellen nell ellie elena helen
emily em emmy emma
evelyn eve evie
florence flo flossie
frances fran fanny
georgina georgie gina
grace gracie
harriet hattie
jacqueline jackie
jane janie jenny janet
josephine jo josie
judith judy
julia julie jules
laura laurie
lucy lucille
madeleine maddie maddy
martha marty
matilda tilly
melissa mel lissa
melanie mel
millicent millie
natalie nat
nicole nicky nikki
olivia liv livvy
pamela pam
penelope penny
phoebe phebe
rachel rach
rosemary rose rosie
sarah sally sadie sara
sophia sophie
teresa terry tess tracy
valerie val
virginia ginny
veronica ronnie
winifred winnie
wilhelmina minnie mina
antonia toni
francisca paca
dolores lola
guadalupe lupe
ignacio nacho
mohammed mo muhammad mohamed
abdullah abdul
ibrahim abraham abe
yusuf yousef joseph
`
/** Each name with the lines that it stands in. */
const standsIn: ReadonlyMap<string, readonly { line: number }[]> = Map.groupBy(
  lines
    .trim()
    .split('\n')
    .flatMap((names, line) => names.split(' ').map((name) => ({ name, line }))),
  ({ name }) => name,
)

/** Whether two folded given names may be one: Bob and Robert, Kate and Catherine. */
export function sameByNickname(a: string, b: string): boolean {
  const others = standsIn.get(b)
  return !!others && !!standsIn.get(a)?.some(({ line }) => others.some((other) => other.line === line))
}
