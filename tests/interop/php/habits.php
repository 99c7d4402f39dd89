<?php
// Habits of real PHP sites. Arguments: address of the page, code of the client that has only digits.
// Prints one line for each habit.

declare(strict_types=1);

[, $page, $code] = $argv;
date_default_timezone_set('Australia/Sydney');
$options = ['cache_wsdl' => WSDL_CACHE_NONE, 'trace' => true, 'login' => 'somebody', 'password' => 'something'];
$api = new SoapClient("$page?wsdl", $options);

function login(SoapClient $api): object
{
    return $api->ValidateClient(['sUsername' => 'integration', 'sPassword' => 'demo-password'])->ValidateClientResult;
}

// A site that logs in before every single call.
$token = login($api)->Token;
echo 'another token for each login: ', login($api)->Token === $token ? 'no' : 'yes', "\n";

// A number for a code: leading noughts are the caller's business.
$found = $api->GetClientByCode(['sToken' => $token, 'sClie_Code' => (int) $code])->GetClientByCodeResult;
echo 'number for a code: ', $found->Auth->Status, ' ', $found->Clie->Clie_Code, "\n";

// The same day of birth in every form that was seen.
$born = new DateTimeImmutable('1987-11-28 16:30:09');
$forms = [
    'date' => $born->format('Y-m-d'),
    'midnight' => $born->format('Y-m-d\T00:00:00'),
    'offset' => '1987-11-28T16:30:09+11:00',
    'c' => $born->format('c'),
    'time stamp' => $born->getTimestamp(),
    'fraction' => '1987-11-28T16:30:09.123',
    'Z' => '1987-11-28T05:30:09Z',
];
$codes = [];
foreach ($forms as $form) {
    $person = ['sToken' => $token, 'sClie_Surname' => 'Born', 'sClie_Given' => 'Once', 'xsdClie_DOB' => $form];
    $codes[] = $api->AddClientAfterCheck($person)->AddClientAfterCheckResult->Clie->Clie_Code;
}
echo 'forms of a date: ', count($codes), ', people: ', count(array_unique($codes)), "\n";

// One item of a list is that item, unless asked for otherwise.
$one = $api->GetEnrolmentsForClient(['sToken' => $token, 'sClie_Code' => $code])->GetEnrolmentsForClientResult;
echo 'list of one: ', gettype($one->ClieEnroList->TClieEnro), "\n";
$arrays = new SoapClient("$page?wsdl", $options + ['features' => SOAP_SINGLE_ELEMENT_ARRAYS]);
$one = $arrays->GetEnrolmentsForClient(['sToken' => $token, 'sClie_Code' => $code])->GetEnrolmentsForClientResult;
echo 'list of one, as a list: ', gettype($one->ClieEnroList->TClieEnro), "\n";
$none = $arrays->GetEnrolmentsForClient(['sToken' => $token, 'sClie_Code' => $codes[0]])->GetEnrolmentsForClientResult;
echo 'empty list: ', count((array) $none->ClieEnroList), "\n";

// Without a WSDL: nothing is left out of what the site sends, and everything has a prefix and an xsi:type.
$namespace = 'http://www.ozsoft.com.au/VETtrak/api/integrate';
$plain = new SoapClient(null, ['location' => $page, 'uri' => $namespace, 'trace' => true, 'use' => SOAP_LITERAL]);
$answer = $plain->__soapCall('GetClientByCode', [
    new SoapParam($token, 'ns1:sToken'),
    new SoapParam('unknown here', 'ns1:sDescription'),
    new SoapParam($code, 'ns1:sClie_Code'),
], ['soapaction' => "$namespace/GetClientByCode"]);
echo 'unknown member: ', $answer->Clie->Clie_Surname, "\n";

// A site that cuts the first 38 characters off and gives the rest to a parser.
$api->API_Handshake([]);
[$declaration, $rest] = [substr($api->__getLastResponse(), 0, 38), substr($api->__getLastResponse(), 38)];
echo 'the first 38 characters: ', $declaration, "\n", 'then: ', strtok($rest, ' '), "\n";
