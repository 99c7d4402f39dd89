"""Short forms of given names that are used in Australia: Bob is Robert, Liz is Elizabeth."""

from functools import cache

GROUPS = """
abigail abby abbie gail
albert al bert bertie
alexander alex alec sandy xander sasha
alexandra alex lexie sandra sandy sasha
alfred alf alfie fred
alison ali allie
amanda mandy
andrew andy drew
angela angie ange
ann anne anna annie nan nancy
anthony tony ant
antonio tony toni
arthur art artie
barbara barb barbie babs
bartholomew bart
benjamin ben benny benji
beatrice beatrix bea bee trixie
bradley brad
catherine katherine kathryn katharine cathy kathy cate kate katie katy kat kay kit kitty
charles charlie chas chuck
charlotte charlie lottie
christian chris
christina christine chris chrissy tina christie kristina kristine
christopher chris kit kristopher topher
clifford cliff
constance connie
cynthia cindy
daniel dan danny
danielle dani ellie
david dave davey
deborah debra deb debbie
denise dee
dennis den denny
dominic dom nick
donald don donny
dorothy dot dottie dolly
douglas doug
edward ed eddie ted teddy ned
eleanor ellie nell nellie nora lenore
elizabeth elisabeth liz lizzie lisa beth betty bess eliza libby elsie lisbeth
emily em emmy
emma em emmy
eugene gene
florence flo florrie
frances fran frankie francine
francis frank frankie
frederick fred freddie rick
gabriel gabe
gabrielle gabby gabi
geoffrey jeffrey geoff jeff
george georgie
georgina georgia georgie
gerald gerard gerry jerry
gregory greg
hannah nan
harold harry hal
helen nell nellie
henry harry hank hal
isabella isabelle isabel bella izzy belle
jacob jake
jacqueline jackie jacqui
james jim jimmy jamie
jane janey jenny
janet jan
jennifer jen jenny jenna
jeremy jem jerry
jessica jess jessie
joan joanie
joanna joanne jo joey
john jack johnny jon
jonathan jonathon jon jonny nathan
joseph joe joey jo
josephine jo josie
joshua josh
judith judy jude
julia julie jules
kenneth ken kenny
kevin kev
kimberley kimberly kim
lawrence laurence larry laurie
leonard len lenny leo
leslie lesley les
lillian lily lil
louis lewis lou louie
louise lou
lucinda lucy cindy
madeleine madeline maddie maddy
margaret maggie marg meg megan peggy peg greta rita marge margie
maria marie mary mia
martin marty
mary molly polly may mamie
matthew matt matty
maxwell maximilian maximillian max
melanie mel
melissa mel lissa missy
michael mike mick mickey mitch
michelle shelly shell mich
mitchell mitch
mohammed mohamed muhammad mohammad mohd mo
natalie nat
nathaniel nathan nate nat
nicholas nicolas nick nicky nico
nicole nicola nicky nikki
olivia liv livvy
oliver ollie
pamela pam
patricia pat patty tricia trish
patrick pat paddy rick
penelope penny
peter pete
philip phillip phil pip
philippa phillipa pip pippa
rachel rachael rach
raymond ray
rebecca becky bec becca
richard rick ricky dick rich richie
robert rob bob bobby robbie bert
roberta bobbie
robyn robin rob
ronald ron ronnie
rosemary rose rosie
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sara sally sadie
sebastian seb
simon si
stephanie steph stevie
stephen steven steve
stuart stewart stu stew
susan suzanne susanna sue susie suzy
theodore ted teddy theo
theresa teresa terri tess tessa
thomas tom tommy
timothy tim timmy
tobias toby
valerie val
vanessa nessa
veronica ronnie vera
victor vic
victoria vicky vicki tori vic
vincent vin vince vinnie
virginia ginny
walter wal wally walt
wilfred wilf fred
william will bill billy willy liam
yvonne eve
zachary zac zach zack
"""


@cache
def groups_of(name: str) -> frozenset[int]:
    """Return the numbers of the groups in which a folded given name stands."""
    return frozenset(number for number, group in enumerate(_groups()) if name in group)


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in GROUPS.split("\n") if line)


def same_by_short_form(one: str, other: str) -> bool:
    """Tell whether two folded given names are forms of one."""
    return bool(groups_of(one) & groups_of(other))
