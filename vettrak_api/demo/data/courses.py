"""What the demo organisation teaches: programme types, programmes, their units and qualifications.

Codes of training packages are real where such a unit exists; the Beer Appreciation ones are the example of
the interface's original document and have invented codes.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Subject:
    """A unit of competency, or a module (kind 1), with its nominal hours."""

    code: str
    name: str
    hours: int
    kind: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """A programme: its type, its qualification (or None), its units, its full fee and how many may take part."""

    code: str
    name: str
    type_code: str
    subjects: tuple[str, ...]
    fee: Decimal
    weeks: int
    places: int | None = 15
    qualification: str | None = None
    optional: tuple[str, ...] = ()
    waitlist: bool = False
    taxed: bool = False
    """Whether the fee holds GST; accredited training is mostly free of it."""


PROGRAMME_TYPES = (
    ("HOSP", "Hospitality", "Kitchen, bar and service"),
    ("SAFE", "Safety and First Aid", "Certificates that workplaces ask for"),
    ("CARE", "Health and Community", "Aged care, childhood and community services"),
    ("BUS", "Business and Technology", "Offices, computers and leadership"),
    ("TRADE", "Trades and Construction", "Building, electrical and automotive"),
    ("LEIS", "Leisure and Languages", "Evenings for personal interest"),
)

SUBJECTS = (
    Subject("BARSRV201", "How to serve beer", 10),
    Subject("BARSTY202", "Different styles of beer", 12),
    Subject("SITHFAB021", "Provide responsible service of alcohol", 10),
    Subject("SITHFAB022", "Clean and tidy bar areas", 15),
    Subject("SITHFAB023", "Operate a bar", 35),
    Subject("SITHFAB025", "Prepare and serve espresso coffee", 30),
    Subject("SITXFSA005", "Use hygienic practices for food safety", 15),
    Subject("SITXFSA006", "Participate in safe food handling practices", 40),
    Subject("SITHCCC023", "Use food preparation equipment", 25),
    Subject("SITHCCC027", "Prepare dishes using basic methods of cookery", 45),
    Subject("HLTAID009", "Provide cardiopulmonary resuscitation", 4),
    Subject("HLTAID010", "Provide basic emergency life support", 12),
    Subject("HLTAID011", "Provide First Aid", 18),
    Subject("HLTAID012", "Provide First Aid in an education and care setting", 20),
    Subject("CPCWHS1001", "Prepare to work safely in the construction industry", 6),
    Subject("RIIWHS204E", "Work safely at heights", 16),
    Subject("RIIWHS202E", "Enter and work in confined spaces", 16),
    Subject("TLILIC0003", "Licence to operate a forklift truck", 40),
    Subject("PUAFER005", "Operate as part of an emergency control organisation", 10),
    Subject("CHCCOM005", "Communicate and work in health or community services", 30),
    Subject("CHCDIV001", "Work with diverse people", 40),
    Subject("CHCAGE011", "Provide support to people living with dementia", 65),
    Subject("CHCCCS041", "Recognise healthy body systems", 55),
    Subject("HLTINF006", "Apply basic principles and practices of infection prevention and control", 25),
    Subject("CHCECE030", "Support inclusion and diversity", 80),
    Subject("CHCECE031", "Support children's health, safety and wellbeing", 60),
    Subject("CHCECE033", "Develop positive and respectful relationships with children", 80),
    Subject("BSBPEF201", "Support personal wellbeing in the workplace", 50),
    Subject("BSBTEC201", "Use business software applications", 60),
    Subject("BSBTEC301", "Design and produce business documents", 80),
    Subject("BSBTEC302", "Design and produce spreadsheets", 35),
    Subject("BSBCMM411", "Make presentations", 30),
    Subject("BSBLDR411", "Demonstrate leadership in the workplace", 50),
    Subject("BSBWHS411", "Implement and monitor WHS policies, procedures and programs", 50),
    Subject("ICTICT213", "Use computer operating systems and hardware", 60),
    Subject("ICTPRG302", "Apply introductory programming techniques", 40),
    Subject("FNSACC311", "Process financial transactions and extract interim reports", 60),
    Subject("CPCCCA2002", "Use carpentry tools and equipment", 96),
    Subject("CPCCCA3001", "Carry out general demolition of minor building structures", 16),
    Subject("CPCCOM1013", "Plan and organise work", 20),
    Subject("CPCCOM1015", "Carry out measurements and calculations", 20),
    Subject("UEECD0007", "Apply work health and safety regulations, codes and practices in the workplace", 20),
    Subject("UEECD0016", "Document and apply measures to control WHS risks", 20),
    Subject("AURAFA103", "Communicate effectively in an automotive workplace", 15),
    Subject("AURTTA104", "Carry out servicing operations", 20),
    Subject("MEM18001", "Use hand tools", 18),
    Subject("LEIPHO1", "Photography for beginners", 16, kind=1),
    Subject("LEIPHO2", "Developing a photographer's eye", 16, kind=1),
    Subject("LEIITA1", "Italian for travellers", 20, kind=1),
    Subject("LEIJAP1", "Japanese for travellers", 20, kind=1),
    Subject("LEIPOT1", "Pottery on the wheel", 18, kind=1),
    Subject("LEICHE1", "Cheese making at home", 8, kind=1),
)

BAR_TENDING = "BAR20108"

QUALIFICATIONS = (
    (BAR_TENDING, "Certificate II in Bar Tending", 0, 220),
    ("SIT20322", "Certificate II in Hospitality", 0, 310),
    ("SIT30821", "Certificate III in Commercial Cookery", 0, 1020),
    ("CHC33021", "Certificate III in Individual Support", 0, 755),
    ("CHC30121", "Certificate III in Early Childhood Education and Care", 0, 1450),
    ("BSB20120", "Certificate II in Workplace Skills", 0, 340),
    ("BSB40520", "Certificate IV in Leadership and Management", 0, 560),
    ("ICT30120", "Certificate III in Information Technology", 0, 630),
    ("CPC20120", "Certificate II in Construction", 0, 300),
    ("UEE22020", "Certificate II in Electrotechnology (Career Start)", 0, 280),
    ("AUR20720", "Certificate II in Automotive Vocational Preparation", 0, 210),
    ("22489VIC", "Course in Home Brewing and Cellar Practice", 1, 60),
)
"""Code, name, kind (1 = course) and nominal hours."""

BEER = Course(
    "BEERAPP",
    "Beer Appreciation",
    "HOSP",
    ("BARSRV201", "BARSTY202"),
    Decimal(100),
    4,
    10,
    BAR_TENDING,
    waitlist=True,
    taxed=True,
)

COURSES = (
    BEER,
    Course("RSA", "Responsible Service of Alcohol", "HOSP", ("SITHFAB021",), Decimal(120), 1, 20),
    Course("BARISTA", "Barista Basics", "HOSP", ("SITHFAB025", "SITXFSA005"), Decimal(210), 1, 8, taxed=True),
    Course(
        "BAROPS", "Working Behind the Bar", "HOSP", ("SITHFAB021", "SITHFAB022", "SITHFAB023"), Decimal(380), 6, 12,
        "SIT20322", ("SITXFSA005",),
    ),
    Course(
        "FOODSAFE", "Food Safety for Kitchens", "HOSP", ("SITXFSA005", "SITXFSA006"),
        Decimal(180), 1, 20, taxed=True,
    ),
    Course(
        "COOKERY", "First Steps in Commercial Cookery", "HOSP", ("SITXFSA005", "SITHCCC023", "SITHCCC027"),
        Decimal(690), 10, 12, "SIT30821",
    ),
    Course("CPR", "CPR Refresher", "SAFE", ("HLTAID009",), Decimal(60), 1, 25),
    Course(
        "FIRSTAID", "Provide First Aid", "SAFE", ("HLTAID009", "HLTAID010", "HLTAID011"),
        Decimal(140), 1, 20, waitlist=True,
    ),
    Course("FAEDU", "First Aid for Educators", "SAFE", ("HLTAID009", "HLTAID010", "HLTAID012"), Decimal(160), 1, 20),
    Course("WHITECARD", "Construction Induction (White Card)", "SAFE", ("CPCWHS1001",), Decimal(110), 1, 20),
    Course("HEIGHTS", "Working at Heights", "SAFE", ("RIIWHS204E",), Decimal(230), 1, 10),
    Course("CONFINED", "Confined Spaces", "SAFE", ("RIIWHS202E",), Decimal(240), 1, 10),
    Course("WARDEN", "Fire Warden", "SAFE", ("PUAFER005",), Decimal(150), 1, 25, taxed=True),
    Course(
        "AGEDCARE", "Introduction to Aged Care", "CARE", ("CHCCOM005", "CHCDIV001", "CHCAGE011", "HLTINF006"),
        Decimal(850), 12, 15, "CHC33021", ("CHCCCS041",), waitlist=True,
    ),
    Course("DEMENTIA", "Supporting People with Dementia", "CARE", ("CHCAGE011",), Decimal(290), 3, 15, "CHC33021"),
    Course("INFECTION", "Infection Control", "CARE", ("HLTINF006",), Decimal(95), 1, None),
    Course(
        "CHILDCARE", "Starting in Early Childhood", "CARE", ("CHCECE030", "CHCECE031", "CHCECE033"),
        Decimal(980), 16, 15, "CHC30121",
    ),
    Course(
        "OFFICE", "Office Skills", "BUS", ("BSBTEC201", "BSBTEC301"),
        Decimal(420), 6, 14, "BSB20120", ("BSBPEF201",),
    ),
    Course("SPREAD", "Spreadsheets that Work", "BUS", ("BSBTEC302",), Decimal(190), 2, 14, taxed=True),
    Course("PRESENT", "Presenting with Confidence", "BUS", ("BSBCMM411",), Decimal(220), 2, 10, taxed=True),
    Course(
        "LEADER", "New Leaders", "BUS", ("BSBLDR411", "BSBCMM411"),
        Decimal(760), 8, 16, "BSB40520", ("BSBWHS411",),
    ),
    Course("CODING", "Programming from Scratch", "BUS", ("ICTPRG302", "ICTICT213"), Decimal(540), 8, 18, "ICT30120"),
    Course("BOOKS", "Bookkeeping Essentials", "BUS", ("FNSACC311",), Decimal(360), 5, 12),
    Course(
        "CARPENTRY", "Carpentry Taster", "TRADE", ("CPCWHS1001", "CPCCCA2002", "CPCCOM1015"), Decimal(640), 8, 10,
        "CPC20120", ("CPCCCA3001", "CPCCOM1013"),
    ),
    Course(
        "ELECTRO", "Electrotechnology Career Start", "TRADE", ("UEECD0007", "UEECD0016"),
        Decimal(580), 8, 12, "UEE22020",
    ),
    Course(
        "AUTO", "Under the Bonnet", "TRADE", ("AURAFA103", "AURTTA104", "MEM18001"),
        Decimal(520), 6, 12, "AUR20720",
    ),
    Course("FORKLIFT", "Forklift Licence", "TRADE", ("TLILIC0003",), Decimal(450), 1, 6, waitlist=True),
    Course("PHOTO", "Photography", "LEIS", ("LEIPHO1", "LEIPHO2"), Decimal(240), 6, 12, taxed=True),
    Course("ITALIAN", "Italian for Travellers", "LEIS", ("LEIITA1",), Decimal(260), 10, 16, taxed=True),
    Course("JAPANESE", "Japanese for Travellers", "LEIS", ("LEIJAP1",), Decimal(260), 10, 16, taxed=True),
    Course("POTTERY", "Pottery on the Wheel", "LEIS", ("LEIPOT1",), Decimal(280), 6, 8, taxed=True),
    Course("CHEESE", "Cheese Making at Home", "LEIS", ("LEICHE1",), Decimal(130), 1, 10, taxed=True),
)  # fmt: skip

PRICE_ITEMS = (
    ("FULL", "Full Fee", 0),
    ("PENS", "Pensioners", 0),
    ("CHILD", "Children", 0),
    ("CONC", "Concession", 0),
    ("MAT", "Materials", 2),
    ("GOVT", "Government Funded", 4),
)
"""Code, name and kind."""

TASKS = (
    ("ATTEND", "Attend an induction"),
    ("READ", "Read the student handbook"),
    ("LOG", "Keep a log of practice"),
    ("REFLECT", "Write a reflection"),
)
"""Code and name."""
