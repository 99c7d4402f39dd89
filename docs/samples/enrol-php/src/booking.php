<?php
// A booking, step by step: every call of the individual pathway.

declare(strict_types=1);

const NO_RECORDS = -4;
const REFUSALS = [
    'Occurrence has no vacancies.' => 'Somebody has just taken the last place. Please choose another date.',
    'Occurrence is not open for web enrolment.' => 'This course can not be booked any more.',
    'Occurrence not found.' => 'This course can not be booked any more.',
    // It was taken off the web while somebody filled in the form.
    'Price is not available for this occurrence.' => 'This price is not sold on the web any more. Please choose another one, or ask us.',
    'Surname is required.' => 'Please enter your family name.',
    'Date of birth is not valid.' => 'Please check your date of birth.',
    'USI is not valid.' => 'Please check your Unique Student Identifier: ten letters and digits. Leave it empty if you have none.',
    'Unknown gender.' => 'Please choose your gender from the list.',
    'Unknown state.' => 'Please choose your state from the list.',
    'CountryCode is not a valid code.' => 'Please choose your country of birth from the list.',
    'LanguageCode is not a valid code.' => 'Please choose your language from the list.',
    'AboriginalFlag is not a valid code.' => 'Please choose your origin from the list.',
    'EmploymentCategoryCode is not a valid code.' => 'Please choose your employment from the list.',
    'DisabilityFlag is not a valid code.' => 'Please choose from the list whether you have a disability.',
];

/** Returns what visitors read when a booking fails: what to mend, if the service told it, else a general sentence. */
function in_words(Refused|SoapFault $problem): string
{
    if ($problem instanceof SoapFault) {
        error_log("enrol sample: SOAP fault $problem->faultcode while booking");
        return 'Bookings are not available at the moment. Please try again later.';
    }
    error_log('enrol sample: refused: ' . $problem->getMessage());
    return REFUSALS[$problem->getMessage()] ?? 'Your booking could not be taken. Please check what you entered, or try again later.';
}

/** Returns a mark of who takes part in what, the same whenever the same person's form is sent. */
function who(int $occurrence): string
{
    return hash('sha256', serialize([$occurrence, text('surname', 50), text('given', 50), text('born')]));
}

/**
 * Books a place and returns the number of the web enrolment. All or nothing: when a later call is refused or not
 * answered the web enrolment is deleted, so that its place is free again.
 */
function book(int $occurrence, object $price): int
{
    $number = vettrak()->call('AddClientWebEnrolment', [
        'iOccu_ID' => $occurrence,
        'sSurname' => text('surname', 50),
        'sGiven' => text('given', 50),
        'xsdDOB' => text('born') . 'T00:00:00',
        'sDescription' => text('notes', 2000),
    ])->ID;
    try {
        tell_details($number);
        vettrak()->call('AddPriceTypesToWebEnrolment', [
            'webEnrolId' => $number,
            'priceTypes' => ['TPric' => [$price]],   // as GetOccurrenceExtendedDetails gave it
        ]);
    } catch (Throwable $problem) {
        take_back($number);
        throw $problem;
    }
    return $number;
}

function tell_details(int $number): void
{
    vettrak()->call('UpdateWebClient', [
        'iWebe_ID' => $number,
        'sGender' => text('gender', 1),
        'sMobilePhone' => text('mobile', 20),
        'sEmail' => text('email', 100),
        'usi' => strtoupper(text('usi', 10)),
        'usualAddress' => [
            'StreetNumber' => text('street_number', 15),
            'StreetName' => text('street', 70),
            'City' => text('suburb', 50),
            'Postcode' => text('postcode', 4),
            'State' => text('state', 10),
        ],
    ]);
    vettrak()->call('UpdateWebClientAVETMISS', [
        'iWebe_ID' => $number,
        'cClieAVETMISS' => [
            'AboriginalFlag' => text('aboriginal', 1),
            'CountryCode' => text('country', 4),
            'LanguageCode' => text('language', 4),
            'EmploymentCategoryCode' => text('employment', 2),
            'DisabilityFlag' => text('disability', 1),
        ],
    ]);
}

/** Deletes a web enrolment; when even that fails staff will find it among those that are not paid. */
function take_back(int $number): void
{
    try {
        vettrak()->call('DeleteWebEnrolment', ['iWebe_ID' => $number]);
    } catch (Refused | SoapFault $problem) {
        error_log("enrol sample: web enrolment $number could not be deleted");
    }
}

/** Deletes the booking of this visitor that is not paid yet, if there is one. */
function give_up_booking(): void
{
    if (isset($_SESSION['booking'])) {
        take_back($_SESSION['booking']['number']);
        unset($_SESSION['booking']);
    }
}

/**
 * Tells the service of the payment that the session holds, and notes there when it knows. The money has been taken, so
 * the booking stays whatever happens here: reporting overwrites and may be repeated, and the log tells whom to ask.
 */
function record_payment(): void
{
    $paid = $_SESSION['done'];
    try {
        vettrak()->call('AddWebPayment', [
            'iWebe_ID' => $paid['number'],
            'sOrder' => $paid['order'],
            'sRRN' => $paid['receipt'],
            'cAmountPaid' => $paid['amount'],
        ]);
        $_SESSION['done']['recorded'] = true;
    } catch (Throwable) {
        error_log("enrol sample: payment of order {$paid['order']} is not recorded");
    }
}

/** Returns what is wrong with the form, one sentence each. */
function mistakes(): array
{
    $wrong = [];
    if (!preg_match('/\p{L}/u', text('surname', 50))) {
        $wrong[] = 'Please enter your family name. If you have a single name, enter it here.';
    }
    $born = DateTimeImmutable::createFromFormat('!Y-m-d', text('born'));
    if (!$born || $born->format('Y-m-d') !== text('born') || $born > new DateTimeImmutable() || $born->format('Y') < '1900') {
        $wrong[] = 'Please enter your date of birth.';
    }
    if (!filter_var(text('email'), FILTER_VALIDATE_EMAIL)) {
        $wrong[] = 'Please enter your e-mail address.';
    }
    return $wrong;
}
