<?php
// The booking form, and what it does.

declare(strict_types=1);

require __DIR__ . '/../src/start.php';
require __DIR__ . '/../src/booking.php';

const DISABILITY = ['Y' => 'Yes', 'N' => 'No'];
const ABORIGINAL = [
    '1' => 'Yes, Aboriginal',
    '2' => 'Yes, Torres Strait Islander',
    '3' => 'Yes, Aboriginal and Torres Strait Islander',
    '4' => 'No, neither',
];
const GENDERS = ['F' => 'Female', 'M' => 'Male', 'X' => 'Other'];
const CALLED_OFF = [2, 3, 9];   // withdrawn, cancelled, withdrawn before reporting

$occurrence = number('occurrence');
$problems = [];
$is_open = true;

try {
    $details = vettrak()->call('GetOccurrenceExtendedDetails', ['occurrenceId' => $occurrence])->OccuExtended;
} catch (Refused $refusal) {
    if ($refusal->getCode() !== NO_RECORDS) {
        throw $refusal;
    }
}
$course = $details->OccurrenceDetail ?? null;
// A log-in with the API role sees all courses, also those that are none of the visitors' business.
if ($course === null || $course->WebPublished !== 1 || in_array($course->StatusType, CALLED_OFF, true)) {
    not_found('There is no such course, or it can not be booked any more.');
}
if (($_SESSION['booking']['occurrence'] ?? 0) === $occurrence) {
    $course->Vacancies++;   // the visitor's own place, which is given up when the form is sent
}
$prices = $details->Prices->TPric ?? [];

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    require_form_mark();
    $price = array_values(array_filter($prices, fn($each) => (string) $each->Enpr_ID === text('price')))[0] ?? null;
    $problems = mistakes();
    if ($price === null) {
        $problems[] = 'Please choose a price.';
    }
    if ($problems) {
        http_response_code(422);
    } elseif (($_SESSION['done']['who'] ?? '') === who($occurrence)) {
        go('/done.php');   // the same form once more, after the payment
    } else {
        try {
            give_up_booking();   // sent twice, or Back and sent again: nobody shall hold two places
            $number = book($occurrence, $price);
            $_SESSION['booking'] = [
                'number' => $number,
                'occurrence' => $occurrence,
                'amount' => $price->Enpr_Amount,
                'order' => sprintf('WEB-%06d', $number),
                'who' => who($occurrence),
            ];
            go('/pay.php');
        } catch (Refused | SoapFault $problem) {
            $problems[] = in_words($problem);
            http_response_code($problem instanceof Refused ? 422 : 503);
        }
    }
} elseif ($course->Vacancies < 1 || !$prices) {
    http_response_code(409);
    $problems[] = $prices ? 'There are no places left.' : 'No price is known for this course. Please ask us.';
    $is_open = false;
}
$form = $is_open ? booking_form($occurrence, $prices) : '';
show("Book a place: $course->Prog_Name", problems($problems) . summary($course) . $form);

/** Returns when and where a course takes place, and how many places it has. */
function summary(object $course): string
{
    return '<table><thead><tr><th scope="col">Starts</th><th scope="col">Ends</th><th scope="col">Where</th>'
        . '<th scope="col">Places</th></tr></thead><tbody><tr><td>' . h(day($course->StartDate)) . '</td><td>'
        . h(day($course->EndDate)) . '</td><td>' . h($course->Loca_Code ?? 'ask us') . '</td><td>'
        . h(places($course->Vacancies)) . '</td></tr></tbody></table>'
        . '<p><a href="/?programme=' . h($course->Prog_ID) . '">Other dates</a></p>';
}

function problems(array $problems): string
{
    if (!$problems) {
        return '';
    }
    return '<div class="problem" role="alert"><ul><li>' . implode('</li><li>', array_map('h', $problems)) . '</li></ul></div>';
}

/** Returns the form with what was typed. */
function booking_form(int $occurrence, array $prices): string
{
    $html = '<form method="post" action="/book.php?occurrence=' . h($occurrence) . '">' . form_mark();
    $html .= '<fieldset><legend>Price</legend>';
    foreach ($prices as $each) {
        $number = (string) $each->Enpr_ID;
        $state = $number === text('price') || count($prices) === 1 ? ' checked' : '';
        $html .= '<label class="line"><input type="radio" name="price" value="' . h($number) . "\"$state required> "
            . h($each->Pric_Name) . ', ' . h(money($each->Enpr_Amount)) . '</label>';
    }
    $html .= '</fieldset><fieldset><legend>You</legend>'
        . field('surname', 'Family name', ['required' => true, 'maxlength' => 50, 'autocomplete' => 'family-name'])
        . field('given', 'Given names', ['maxlength' => 50, 'autocomplete' => 'given-name'])
        . field('born', 'Date of birth', ['type' => 'date', 'required' => true, 'autocomplete' => 'bday'])
        . choice('gender', 'Gender', GENDERS)
        . field('email', 'E-mail', ['type' => 'email', 'required' => true, 'maxlength' => 100, 'autocomplete' => 'email'])
        . field('mobile', 'Mobile phone', ['type' => 'tel', 'maxlength' => 20, 'autocomplete' => 'tel'])
        . field('usi', 'Unique Student Identifier, if you have one', ['maxlength' => 10])
        . '</fieldset><fieldset><legend>Where you live</legend>'
        . field('street_number', 'Street number', ['maxlength' => 15])
        . field('street', 'Street', ['maxlength' => 70])
        . field('suburb', 'Suburb', ['maxlength' => 50, 'autocomplete' => 'address-level2'])
        . choice('state', 'State', named('GetStateList', 'StatList', 'TStat', 'Stat_ShortName', 'Stat_Name'))
        . field('postcode', 'Postcode', ['maxlength' => 4, 'inputmode' => 'numeric', 'autocomplete' => 'postal-code'])
        . '</fieldset><fieldset><legend>For the national statistics</legend>'
        . choice('country', 'Country of birth', named('GetCountryList', 'CounList', 'TCoun', 'Coun_Code', 'Coun_Name'))
        . choice('language', 'Language spoken at home', named('GetLanguageList', 'LangList', 'TLang', 'Lang_Code', 'Lang_Name'))
        . choice('aboriginal', 'Are you of Aboriginal or Torres Strait Islander origin?', ABORIGINAL)
        . choice('employment', 'Employment', named('GetEmploymentCategoryList', 'EmcaList', 'TEmca', 'Emca_Code', 'Emca_Name'))
        . choice('disability', 'Do you have a disability?', DISABILITY)
        . '</fieldset><label for="notes">Anything else?</label><textarea id="notes" name="notes" maxlength="2000" rows="3">' . h(text('notes', 2000)) . '</textarea>'
        . '<button class="main">Go on to the payment</button></form>';
    return $html;
}

/** Returns a reference list as code => words; a real site would keep it for a day. */
function named(string $operation, string $list, string $item, string $code, string $words): array
{
    return array_column(array_map('get_object_vars', vettrak()->items($operation, $list, $item)), $words, $code);
}
