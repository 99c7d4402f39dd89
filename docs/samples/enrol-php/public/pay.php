<?php
// SAMPLE ONLY: stands where your payment provider's page would stand, and asks for no card.

declare(strict_types=1);

require __DIR__ . '/../src/start.php';
require __DIR__ . '/../src/booking.php';

$booking = $_SESSION['booking'] ?? null;
if ($booking === null) {
    // Sent again, or come back to, after the payment.
    $is_done = isset($_SESSION['done']) && in_array(text('order'), ['', $_SESSION['done']['order']], true);
    go($is_done ? '/done.php' : '/');
}

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    require_form_mark();
    if (text('order') !== $booking['order']) {
        go('/pay.php');   // the form of an earlier booking, which was given up for this one
    }
    if (text('outcome') === 'paid') {
        $_SESSION['done'] = $booking + ['receipt' => 'SAMPLE-' . bin2hex(random_bytes(4)), 'recorded' => false];
        unset($_SESSION['booking']);
        record_payment();
        go('/done.php');
    }
    // The provider said no, or the visitor gave up: nobody shall wait for this place.
    give_up_booking();
    http_response_code(402);
    show('Not booked', '<p class="problem" role="alert">The payment was not made, so your place is not booked.</p><p><a href="/">To the courses</a></p>');
    exit;
}

show('Payment', '<p class="note"><strong>This is a sample.</strong> Here your payment provider would ask for '
    . h(money($booking['amount'])) . ' (order ' . h($booking['order']) . '). No card is asked for and no money moves.</p>'
    . '<form method="post" action="/pay.php" class="inline">' . form_mark()
    . '<input type="hidden" name="order" value="' . h($booking['order']) . '">'
    . '<button class="main" name="outcome" value="paid">Pretend that the payment succeeds</button> '
    . '<button name="outcome" value="declined">Pretend that it is declined</button></form>');
