"""Short lists, written out. Codes follow AVETMISS 8.0; statuses and results are the field's usual names."""

from collections.abc import Mapping

ENROLMENT_STATUSES = (
    ("Active", 0),
    ("Completed", 1),
    ("Withdrawn", 2),
    ("Cancelled", 3),
    ("Suspended", 4),
    ("Pre-Reporting Withdrawal", 9),
)
"""Name and status type; the first of type 0 is given to new enrolments."""

RESULT_TYPES = (
    ("Not Yet Started", "85", 0, "Study has not begun"),
    ("Continuing", "70", 1, "Study goes on in the next collection period"),
    ("Competency Achieved", "20", 2, "Competency achieved or pass"),
    ("Competency Not Achieved", "30", 3, "Competency not achieved or fail"),
    ("Withdrawn", "40", 4, "Withdrawn or discontinued after study began"),
    ("Incomplete due to RTO Closure", "41", 4, "The organisation closed before study was complete"),
    ("RPL Granted", "51", 2, "Recognition of prior learning granted"),
    ("RPL Not Granted", "52", 3, "Recognition of prior learning not granted"),
    ("Credit Transfer", "60", 2, "Credit transfer or national recognition"),
    ("Superseded Subject", "61", 4, "Replaced by a later version of the subject"),
    ("Satisfactorily Completed", "81", 2, "Not assessed, satisfactorily completed"),
    ("Not Satisfactorily Completed", "82", 3, "Not assessed, withdrawn or not satisfactory"),
)
"""Name, outcome code, kind and description; exactly one is of the kind Not Yet Started.

Its code is for reports of units that begin later; a unit that has not begun has no result that tells one.
"""

DELIVERY_MODES: Mapping[str, str] = {"Internal": "Classroom", "External": "Online", "Workplace-based": "Workplace"}
"""The delivery modes of AVETMISS 8, and what the older delivery type calls what is delivered so."""

STATES = (
    ("NSW", "New South Wales", "01"),
    ("Vic", "Victoria", "02"),
    ("Qld", "Queensland", "03"),
    ("SA", "South Australia", "04"),
    ("WA", "Western Australia", "05"),
    ("Tas", "Tasmania", "06"),
    ("NT", "Northern Territory", "07"),
    ("ACT", "Australian Capital Territory", "08"),
    ("Other", "Other Australian Territories", "09"),
    ("Overseas", "Overseas", "99"),
)

STUDY_REASONS = (
    ("01", "To get a job"),
    ("02", "To develop my existing business"),
    ("03", "To start my own business"),
    ("04", "To try for a different career"),
    ("05", "To get a better job or promotion"),
    ("06", "It was a requirement of my job"),
    ("07", "I wanted extra skills for my job"),
    ("08", "To get into another course of study"),
    ("11", "Other reasons"),
    ("12", "For personal interest or self-development"),
    ("13", "To get skills for community or voluntary work"),
)

RELATIONSHIP_TYPES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "EC": ("Emergency Contact", ("Parent", "Partner", "Sibling", "Child", "Friend", "Other")),
    "G": ("Parent or Guardian", ("Mother", "Father", "Guardian", "Other")),
}

ATTENDANCE_TYPES = (("Present", "P", 1, True), ("Absent", "A", -1, False), ("Excused", "E", 0, False))

AWARD_TYPES = (
    ("Certificate", "CERT", "C"),
    ("Statement of Attainment", "SOA", "S"),
    ("Certificate of Attendance", "ATT", "O"),
)

EVENT_TYPES = ("Workplace Visit", "Annual Leave", "Correspondence", "Phone Call", "Interview")

REFERRAL_SOURCES = (
    ("Web search", "Internet"),
    ("Social media", "Internet"),
    ("Employer", "People"),
    ("Friend or family", "People"),
    ("Newspaper", "Advertising"),
)

PAYMENT_TYPES = (
    ("REV", "Reversal", -3, False),
    ("TRF", "Transfer", -2, False),
    ("REF", "Refund", -1, False),
    ("CASH", "Cash", 0, False),
    ("CHQ", "Cheque", 1, False),
    ("CARD", "Credit Card", 2, True),
    ("EFT", "Electronic Transfer", 3, False),
    ("CRN", "Credit Note", 4, False),
)
"""Code, name, flag (see PaymentType) and whether it is the default of payments that come from the web."""

TASK_STATUSES = (("NYS", "Not Yet Started", 0), ("INP", "In Progress", 1), ("CMP", "Complete", 2))

CODE_LISTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "GENDER": (("M", "Male"), ("F", "Female"), ("X", "Indeterminate/Intersex/Unspecified")),
    "ABORIGINAL": (
        ("@", "Not stated"),
        ("1", "Aboriginal"),
        ("2", "Torres Strait Islander"),
        ("3", "Aboriginal and Torres Strait Islander"),
        ("4", "Neither Aboriginal nor Torres Strait Islander"),
    ),
    "YES_NO": (("@", "Not stated"), ("Y", "Yes"), ("N", "No")),
    "HIGHEST_SCHOOL_LEVEL": (
        ("02", "Did not go to school"),
        ("08", "Year 8 or below"),
        ("09", "Year 9 or equivalent"),
        ("10", "Completed year 10"),
        ("11", "Completed year 11"),
        ("12", "Completed year 12"),
        ("@@", "Not stated"),
    ),
    "ENGLISH_PROFICIENCY": (
        ("1", "Very well"),
        ("2", "Well"),
        ("3", "Not well"),
        ("4", "Not at all"),
        ("@", "Not stated"),
    ),
    "EMPLOYMENT_CATEGORY": (
        ("01", "Full-time employee"),
        ("02", "Part-time employee"),
        ("03", "Self-employed, not employing others"),
        ("04", "Employer"),
        ("05", "Employed, unpaid worker in a family business"),
        ("06", "Unemployed, seeking full-time work"),
        ("07", "Unemployed, seeking part-time work"),
        ("08", "Not employed, not seeking employment"),
        ("@@", "Not stated"),
    ),
    "PRIOR_EDUCATION": (
        ("008", "Bachelor degree or higher"),
        ("410", "Advanced diploma or associate degree"),
        ("420", "Diploma"),
        ("511", "Certificate IV"),
        ("514", "Certificate III"),
        ("521", "Certificate II"),
        ("524", "Certificate I"),
        ("990", "Miscellaneous education"),
    ),
    "RECOGNITION": (("A", "Australian"), ("E", "Australian equivalent"), ("I", "International")),
    "DISABILITY": (
        ("11", "Hearing/deaf"),
        ("12", "Physical"),
        ("13", "Intellectual"),
        ("14", "Learning"),
        ("15", "Mental illness"),
        ("16", "Acquired brain impairment"),
        ("17", "Vision"),
        ("18", "Medical condition"),
        ("19", "Other"),
        ("99", "Unspecified"),
    ),
    # Codes that integrations send; the department has not confirmed them, and changes them from year to year.
    "VIC_COHORT": (
        ("AS", "Asylum seeker"),
        ("AU", "Automotive supply chain worker"),
        ("FS", "Learner facing financial stress"),
        ("HS", "Head Start apprentice or trainee"),
        ("JV", "Jobs Victoria Employment Network client"),
        ("LN", "Learner with literacy, numeracy or digital literacy needs"),
        ("RC", "Reconnect"),
        ("RW", "Retrenched worker"),
        ("VT", "Veteran"),
        ("WR", "Woman returning to work"),
    ),
    "SURVEY_CONTACT_STATUS": (
        ("A", "Available for survey use"),
        ("C", "Correctional facility"),
        ("D", "Deceased"),
        ("E", "Excluded from survey use"),
        ("I", "Invalid address"),
        ("M", "Minor under age of 15"),
        ("O", "Overseas"),
    ),
}
"""Lists of reference codes by name; countries, languages and ANZSIC stand in files beside this one."""
