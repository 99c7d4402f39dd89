<?php
// What can be booked: types of programmes, their programmes, and when they take place.

declare(strict_types=1);

require __DIR__ . '/../src/start.php';

$type = $_GET['type'] ?? '';
$type = is_string($type) ? $type : '';
$programme = number('programme');

try {
    $html = '<form method="get" class="inline"><label for="type">Kind of course</label><select id="type" name="type"><option value="">All</option>';
    foreach (vettrak()->items('GetWebProgrammeTypes', 'PrgtList', 'TPrgt') as $each) {
        $selected = $each->Prgt_Name === $type ? ' selected' : '';
        $html .= '<option' . $selected . '>' . h($each->Prgt_Name) . '</option>';
    }
    $html .= '</select> <button>Show</button></form>';

    $programmes = $type === ''
        ? vettrak()->items('GetWebProgrammes', 'ProgList', 'TProg')
        : vettrak()->items('GetWebProgrammesForProgType', 'ProgList', 'TProg', ['sPrgt_Name' => $type]);
    $html .= '<ul class="courses">';
    foreach ($programmes as $each) {
        $address = '/?' . http_build_query(array_filter(['type' => $type, 'programme' => $each->Prog_ID]));
        $html .= '<li><a href="' . h($address) . '">' . h($each->Prog_Name) . '</a> <span class="quiet">' . h($each->Prog_Desc ?? '') . '</span>';
        $html .= $each->Prog_ID === $programme ? dates_of($programme) : '';
        $html .= '</li>';
    }
    $html .= $programmes ? '</ul>' : '</ul><p>There is nothing to book at the moment.</p>';
    show('Courses', $html);
} catch (Refused $refusal) {
    error_log('enrol sample: refused: ' . $refusal->getMessage());
    not_found('There is no such course.');
}

/** Returns the dates of the coming year with their free places. */
function dates_of(int $programme): string
{
    $today = new DateTimeImmutable('today');
    $occurrences = vettrak()->items('GetWebOccurrencesForProgrammeAndDates', 'OccuList', 'TOccu', [
        'iProg_ID' => $programme,
        'xsdStart' => $today->format('Y-m-d\TH:i:s'),
        'xsdEnd' => $today->modify('+1 year')->format('Y-m-d\TH:i:s'),
    ]);
    if (!$occurrences) {
        return '<p>No dates are open for booking.</p>';
    }
    $html = '<table><thead><tr><th scope="col">Starts</th><th scope="col">Ends</th><th scope="col">Places</th><th scope="col">Book</th></tr></thead><tbody>';
    foreach ($occurrences as $each) {
        $html .= '<tr><td>' . h(day($each->StartDate)) . '</td><td>' . h(day($each->EndDate)) . '</td><td>' . h(places($each->Vacancies))
            . '</td><td><a href="/book.php?occurrence=' . h($each->ID) . '">Book' . '<span class="hidden"> ' . h(day($each->StartDate)) . '</span></a></td></tr>';
    }
    return $html . '</tbody></table>';
}
