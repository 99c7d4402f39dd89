<?php
// The confirmation.

declare(strict_types=1);

require __DIR__ . '/../src/start.php';

$booking = $_SESSION['done'] ?? go('/');

show('Thank you', '<p class="note" role="status">Your place is held. Your booking number is <strong id="number">' . h($booking['number'])
    . '</strong>, and ' . h(money($booking['amount'])) . ' is recorded as paid.</p>'
    . '<p>We look through every booking before it becomes an enrolment and will write to you.</p><p><a href="/">To the courses</a></p>');
