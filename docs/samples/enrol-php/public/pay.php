<?php
// SAMPLE ONLY: stands where your payment provider's page would stand, and asks for no card.

declare(strict_types=1);

require __DIR__ . '/../src/start.php';
require __DIR__ . '/../src/booking.php';

$booking = $_SESSION['booking'] ?? go('/');

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    require_form_mark();
    if (text('outcome') === 'paid') {
        record_payment($booking);
        go('/done.php');
    }
    // The provider said no, or the visitor gave up: nobody shall wait for this place.
    take_back($booking['number']);
    unset($_SESSION['booking']);
    http_response_code(402);
    show('Not booked', '<p class="problem" role="alert">The payment was not made, so your place is not booked.</p><p><a href="/">To the courses</a></p>');
    exit;
}

show('Payment', '<p class="note"><strong>This is a sample.</strong> Here your payment provider would ask for '
    . h(money($booking['amount'])) . ' (order ' . h($booking['order']) . '). No card is asked for and no money moves.</p>'
    . '<form method="post" action="/pay.php" class="inline">' . form_mark()
    . '<button class="main" name="outcome" value="paid">Pretend that the payment succeeds</button> '
    . '<button name="outcome" value="declined">Pretend that it is declined</button></form>');

/**
 * Tells the service of the payment. The money has been taken, so the booking stays whatever happens here: reporting
 * overwrites and may be repeated, and the log tells whom to ask.
 */
function record_payment(array $booking): void
{
    $payment = [
        'iWebe_ID' => $booking['number'],
        'sOrder' => $booking['order'],
        'sRRN' => 'SAMPLE-' . bin2hex(random_bytes(4)),
        'cAmountPaid' => $booking['amount'],
    ];
    try {
        vettrak()->call('AddWebPayment', $payment);
    } catch (Refused | SoapFault) {
        error_log("enrol sample: payment of order {$booking['order']} is not recorded");
    }
    $_SESSION['done'] = $booking;
    unset($_SESSION['booking']);
}
