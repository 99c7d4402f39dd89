<?php
// A booking, step by step: every call of the individual pathway.

declare(strict_types=1);

const REFUSALS = [
    'Occurrence has no vacancies.' => 'Somebody has just taken the last place. Please choose another date.',
    'Occurrence is not open for web enrolment.' => 'This course can not be booked any more.',
    'Occurrence not found.' => 'This course can not be booked any more.',
    // GetPricingForOccurrence tells a log-in with the API role all prices, and not which of them the web may sell.
    'Price is not available for this occurrence.' => 'This price is not for sale here. Please choose another one.',
];

/** Returns what visitors read when the service refuses something; others read a general sentence. */
function in_words(Refused $refusal): string
{
    error_log('enrol sample: refused: ' . $refusal->getMessage());
    return REFUSALS[$refusal->getMessage()] ?? 'Your booking could not be taken. Please check what you entered.';
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
            'priceTypes' => ['TPric' => [$price]],   // as GetPricingForOccurrence gave it
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

/** Returns what is wrong with the form, one sentence each. */
function mistakes(): array
{
    $wrong = [];
    if (text('surname') === '') {
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
