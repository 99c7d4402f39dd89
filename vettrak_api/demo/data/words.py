"""Names and places that the demo data is put together from. People and companies are invented.

Telephone numbers are those that the ACMA keeps free for fiction: the mobile numbers below, and landlines
whose local part begins with 5550 or 7010.
"""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """Return what stands between the commas of a text."""
    return tuple(phrase.strip() for phrase in text.split(","))


GIVEN_NAMES = {
    "F": words(
        "Aaliyah Abigail Ada Aisha Alice Amelia Anita Anna "
        "Audrey Ava Beatrice Bridget Caitlin Charlotte Chloe Claire "
        "Daisy Elena Eliza Ella Emily Emma Evelyn Fatima "
        "Florence Freya Grace Hannah Harper Holly Imogen Isabella Isla "
        "Ivy Jasmine Joanna Julia Kirra Layla Leila Lily Lucy Mackenzie Maddison Matilda Mei Mia Mila Naomi Nina "
        "Olivia Penelope Phoebe Piper Poppy Priya Rosie Ruby Sarah Scarlett Sienna Sofia Sophie Stella Tahlia Tess "
        "Thuy Valentina Willow Yasmin Zara Zoe"
    ),
    "M": words(
        "Aaron Adam Ahmed Aiden Alexander Angus Anthony Archie "
        "Arjun Arlo Benjamin Blake Brodie Callum Cameron Charlie "
        "Connor Cooper Daniel Darcy David Dylan Edward Elijah Ethan Felix Finn Flynn George Hamish Harrison Harvey "
        "Henry Hudson Hugo Hung Isaac Jack Jackson James Jarrah "
        "Jasper Jayden Joseph Joshua Kai Lachlan Leo Levi Liam "
        "Logan Luca Lucas Marcus Mason Matthew Max Michael Mohammed Nathan Nicholas Noah Oliver Oscar Patrick Peter "
        "Raj Riley Ryan Samuel Sebastian Spencer Stephen Theodore Thomas Toby Wei William Xavier Zachary"
    ),
    "X": words(
        "Alex Ariel Avery Charlie Eden Frankie Jordan Kit Morgan Quinn Remy River Robin Rowan Sage Sam Sky Taylor"
    ),
}

SURNAMES = words(
    "Abbott Adams Ahmed Ali Allen Anderson Andrews Armstrong Bailey Baker Barnes Bell Bennett Berry Bianchi Black "
    "Brennan Brooks Brown Burke Burns Butler Byrne Campbell "
    "Carroll Carter Chan Chandra Chen Clark Clarke Collins Cook "
    "Cooper Costa Cox Crawford Cross Cunningham Daniels Davidson "
    "Davies Davis Dawson Doyle Duncan Edwards Ellis Evans "
    "Ferguson Fernando Fisher Fitzgerald Fleming Foster Fox Fraser Gallagher Georgiou Gibson Gill Graham Grant Gray "
    "Green Griffiths Gupta Hall Hamilton Harris Harrison Hart "
    "Harvey Hayes Henderson Hill Ho Holmes Huang Hughes Hunt "
    "Hunter Hussain Jackson James Jenkins Johnson Johnston Jones Kaur "
    "Kelly Kennedy Khan Kim King Knight Kumar Lam Lane "
    "Lawson Le Lee Lewis Li Lim Lin Liu Lloyd Lopez Lowe Ma Macdonald Mackay Mann Marshall Martin Mason Matthews "
    "McCarthy McDonald McKenzie McLean Meyer Miller Mitchell "
    "Moore Morgan Morris Morrison Murphy Murray Nelson Nguyen "
    "O'Brien O'Connor O'Neill Owen Palmer Papadopoulos Park Parker "
    "Patel Pearce Perera Perry Peters Pham Phillips Porter "
    "Powell Price Quinn Ramsay Reid Reynolds Richards "
    "Richardson Roberts Robertson Robinson Rogers Ross Rossi Russell "
    "Ryan Sanders Saunders Scott Shah Sharma Shaw Silva Simpson Sinclair Singh Smith Spencer Stevens Stewart Stone "
    "Sullivan Sutton Tan Taylor Thomas Thompson Thomson Tran Truong Tucker Turner Vella Vu Walker Wallace Walsh Wang "
    "Ward Watson Watts Webb West White Williams Wilson Wong Wood Wright Wu Yang Young Zhang"
)

TITLES = {"F": ("Ms", "Mrs", "Miss"), "M": ("Mr",), "X": ("Mx",)}

STREETS = phrases(
    "Acacia Street,Albert Road,Banksia Drive,Beach Road,Bourke Street,Bridge Street,Bunya Court,Church Street,"
    "Collins Street,Coolabah Crescent,Elizabeth Street,Eucalyptus Way,Ferntree Lane,Flinders Street,Gawler Place,"
    "George Street,Grevillea Avenue,Harbour Esplanade,High Street,Hopetoun Avenue,Illawarra Road,Jacaranda Drive,"
    "Kangaroo Road,King Street,Lachlan Street,Lygon Street,Macquarie Street,Main Road,Melaleuca Close,Military Road,"
    "Mitchell Street,Murray Street,Nepean Highway,Norfolk Terrace,Oxford Street,Pacific Parade,Park Avenue,"
    "Pitt Street,Queen Street,Railway Parade,Riverside Drive,Rosella Court,Rundle Street,Salamanca Place,"
    "Station Street,Sturt Street,Swan Street,Tallowwood Road,Victoria Parade,Waratah Street,Wattle Grove,"
    "Wellington Street,William Street,Yarra Boulevard"
)

SUBURBS = (
    ("Sydney", "2000", "NSW"), ("Parramatta", "2150", "NSW"), ("Newtown", "2042", "NSW"), ("Penrith", "2750", "NSW"),
    ("Newcastle", "2300", "NSW"), ("Wollongong", "2500", "NSW"),
    ("Wagga Wagga", "2650", "NSW"), ("Orange", "2800", "NSW"),
    ("Melbourne", "3000", "Vic"), ("Richmond", "3121", "Vic"),
    ("Fitzroy", "3065", "Vic"), ("Footscray", "3011", "Vic"),
    ("St Kilda", "3182", "Vic"), ("Brunswick", "3056", "Vic"),
    ("Dandenong", "3175", "Vic"), ("Box Hill", "3128", "Vic"),
    ("Geelong", "3220", "Vic"), ("Ballarat Central", "3350", "Vic"),
    ("Bendigo", "3550", "Vic"), ("Shepparton", "3630", "Vic"),
    ("Brisbane City", "4000", "Qld"), ("Toowong", "4066", "Qld"),
    ("Southport", "4215", "Qld"), ("Ipswich", "4305", "Qld"),
    ("Toowoomba City", "4350", "Qld"), ("Cairns City", "4870", "Qld"), ("Townsville City", "4810", "Qld"),
    ("Adelaide", "5000", "SA"), ("Glenelg", "5045", "SA"), ("Norwood", "5067", "SA"), ("Mount Gambier", "5290", "SA"),
    ("Perth", "6000", "WA"), ("Fremantle", "6160", "WA"), ("Joondalup", "6027", "WA"), ("Bunbury", "6230", "WA"),
    ("Hobart", "7000", "Tas"), ("Launceston", "7250", "Tas"), ("Devonport", "7310", "Tas"),
    ("Darwin City", "0800", "NT"), ("Alice Springs", "0870", "NT"),
    ("Canberra", "2601", "ACT"), ("Belconnen", "2617", "ACT"),
)  # fmt: skip
"""Suburb, postcode and the short name of the state."""

AREA_CODES = {"NSW": "02", "ACT": "02", "Vic": "03", "Tas": "03", "Qld": "07", "SA": "08", "WA": "08", "NT": "08"}

MOBILE_NUMBERS = phrases(
    "0491 570 006,0491 570 110,0491 570 156,0491 570 157,0491 570 158,0491 570 159,0491 570 313,0491 570 737,"
    "0491 571 266,0491 571 491,0491 571 804,0491 572 549"
)
"""Those that the many share."""

OWN_MOBILE_NUMBERS = phrases(
    "0491 572 665,0491 572 983,0491 573 087,0491 573 770,"
    "0491 574 118,0491 574 632,0491 575 254,0491 575 789,0491 576 398,0491 576 801,0491 577 426,0491 577 644,"
    "0491 578 148,0491 578 888,0491 578 957,0491 579 212,0491 579 455,0491 579 760"
)

EMPLOYERS = (
    ("The Thirsty Wombat Hotel Group", "452"), ("Harbour Lights Hospitality", "451"), ("Bluegum Aged Care", "860"),
    ("Southern Cross Childcare", "871"), ("Redback Civil Constructions", "310"), ("Murray Valley Orchards", "013"),
    ("Kookaburra Electrical", "323"), ("Coastal Plumbing and Gas", "323"), ("Outback Freight Lines", "461"),
    ("Goldfields Engineering", "229"), ("Banksia Medical Centres", "851"), ("Lyrebird Software", "700"),
    ("Wattle Creek Council", "753"), ("Emu Plains Supermarkets", "411"), ("Bright Spark Solar", "323"),
    ("Pelican Point Resort", "440"), ("Tasman Timber Products", "149"), ("Northern Star Security", "771"),
    ("Jacaranda Hair and Beauty", "951"), ("Silver Gull Accounting", "693"),
)  # fmt: skip
"""Name and ANZSIC group."""

POSITIONS = (
    ("APPR", "Apprentice"), ("BAR", "Bar Attendant"), ("CARE", "Care Worker"), ("CHEF", "Chef"), ("CLERK", "Clerk"),
    ("DRIV", "Driver"), ("EDUC", "Early Childhood Educator"), ("MGR", "Manager"), ("SALES", "Sales Assistant"),
    ("SUPV", "Supervisor"), ("TECH", "Technician"), ("TRNEE", "Trainee"),
)  # fmt: skip

LOCATIONS = (
    ("MELB", "Melbourne Campus", "120", "Collins Street", "Melbourne", "3000", "Vic"),
    ("GEEL", "Geelong Campus", "14", "Ryrie Street", "Geelong", "3220", "Vic"),
    ("SYD", "Sydney Campus", "31", "Pitt Street", "Sydney", "2000", "NSW"),
    ("BRIS", "Brisbane Campus", "9", "Queen Street", "Brisbane City", "4000", "Qld"),
    ("ADEL", "Adelaide Campus", "55", "Rundle Street", "Adelaide", "5000", "SA"),
    ("HOB", "Hobart Campus", "3", "Salamanca Place", "Hobart", "7000", "Tas"),
    ("ONLINE", "Online", None, None, None, None, None),
)
"""Code, name, street number and name, suburb, postcode, state."""

ROOMS = ("A1", "A2", "B21", "B22", "C321", "C322", "WKSP1", "KITCHEN", "LAB2")
