<?php
// The confirmation; and when the service does not know of the payment yet, another try to tell it.

declare(strict_types=1);

require __DIR__ . '/../src/start.php';
require __DIR__ . '/../src/booking.php';

$booking = $_SESSION['done'] ?? go('/');

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    require_form_mark();
    if (!$booking['recorded']) {
        record_payment();
    }
    go('/done.php');
}

if ($booking['recorded']) {
    show('Thank you', '<p class="note" role="status">Your place is held. Your booking number is <strong id="number">'
        . h($booking['number']) . '</strong>, and ' . h(money($booking['amount'])) . ' is recorded as paid.</p>'
        . '<p>We look through every booking before it becomes an enrolment and will write to you.</p>'
        . '<p><a href="/">To the courses</a></p>');
} else {
    show('Paid, but not recorded yet', '<div class="problem" role="alert"><p>You have paid ' . h(money($booking['amount']))
        . ', but we could not record it with your booking. <strong>Please do not pay again.</strong></p>'
        . '<p>Try again to record it. If that does not help, write to us and name the order ' . h($booking['order'])
        . '.</p></div>'
        . '<form method="post" action="/done.php">' . form_mark() . '<button class="main">Try again</button></form>');
}
