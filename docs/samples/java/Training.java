// What is a client enrolled in, and which classes does he have on a day?
//
//   wsimport -keep -d build -p vettrak http://localhost:8000/VT_API.asmx?WSDL
//   javac -d build -cp build Training.java
//   export VETTRAK_USER=integration VETTRAK_PASSWORD=demo-password
//   java -cp build Training http://localhost:8000/VT_API.asmx 2026-12-01 00001 00002
//
// Java 8 has JAX-WS; later ones need it on the class path (Maven: com.sun.xml.ws:jaxws-ri 2.3).

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import javax.xml.ws.WebServiceException;
import vettrak.*;

public final class Training {
    private static final List<String> LOG_IN_AGAIN = Arrays.asList("Token has expired.", "Invalid token.");

    private final VTAPISoap api;
    private final Path file;
    private String token = "";

    /** The token is kept in a file, so that the next run needs no log-in. */
    private Training(String address, Path file) throws IOException {
        api = new VTAPI(new URL(address + "?WSDL")).getVTAPISoap();
        this.file = file;
        if (Files.exists(file)) {
            token = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).trim();
        }
    }

    /** Call an operation with the token; log in first, and again when the token is no longer good. */
    private <T> T call(Function<String, T> operation, Function<T, TAuthenticate> outcome) throws IOException {
        if (token.isEmpty()) {
            logIn();
        }
        T result = operation.apply(token);
        if (LOG_IN_AGAIN.contains(String.valueOf(outcome.apply(result).getStatusMessage()))) {
            logIn();
            result = operation.apply(token);
        }
        return result;
    }

    private void logIn() throws IOException {
        TAuthenticate result = api.validateClient(System.getenv("VETTRAK_USER"), System.getenv("VETTRAK_PASSWORD"));
        if (result.getStatus() < 1) {
            throw new IllegalStateException("The log-in failed: " + result.getStatusMessage());
        }
        token = result.getToken();
        Files.write(file, token.getBytes(StandardCharsets.US_ASCII));
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);
        System.out.println("Logged in.");
    }

    private void tell(String client, LocalDate day) throws Exception {
        TAuthClieEnroList found = call(t -> api.getEnrolmentsForClient(t, client), TAuthClieEnroList::getAuth);
        if (found.getAuth().getStatus() < 1) {
            System.out.println(client + ": " + found.getAuth().getStatusMessage());
            return;
        }
        // An empty list comes as null.
        List<TClieEnro> enrolments = found.getClieEnroList() == null
            ? Collections.emptyList() : found.getClieEnroList().getTClieEnro();
        XMLGregorianCalendar start = time(day, 0, 0, 0);
        XMLGregorianCalendar end = time(day, 23, 59, 59);
        TAuthInstList list = call(t -> api.getClassesForClient(t, client, start, end), TAuthInstList::getAuth);
        List<TInst> classes = list.getInstList() == null ? Collections.emptyList() : list.getInstList().getTInst();
        System.out.printf("%s: %d enrolments, %d classes%n", client, enrolments.size(), classes.size());
        for (TClieEnro enrolment : enrolments) {
            System.out.println("  enrolled in " + enrolment.getCode());
        }
        for (TInst each : classes) {
            System.out.println("  class at " + each.getInstStart().toString().substring(0, 16));
        }
    }

    /** The training organisation's local time: all parts are told, but no zone. */
    private static XMLGregorianCalendar time(LocalDate day, int hour, int minute, int second) throws Exception {
        return DatatypeFactory.newInstance().newXMLGregorianCalendar(
            day.getYear(), day.getMonthValue(), day.getDayOfMonth(), hour, minute, second,
            DatatypeConstants.FIELD_UNDEFINED, DatatypeConstants.FIELD_UNDEFINED);
    }

    public static void main(String[] arguments) throws Exception {
        String file = System.getenv().getOrDefault("VETTRAK_TOKEN_FILE", "vettrak-token");
        LocalDate day = LocalDate.parse(arguments[1]);
        try {
            Training training = new Training(arguments[0], Paths.get(file));
            for (String client : Arrays.asList(arguments).subList(2, arguments.length)) {
                training.tell(client, day);
            }
        } catch (WebServiceException fault) {
            // A SOAPFaultException, or one without a fault: for a status such as 413, or when there is no answer at all.
            System.err.println("The server refused the request: " + fault.getMessage());
            System.exit(2);
        }
    }
}
