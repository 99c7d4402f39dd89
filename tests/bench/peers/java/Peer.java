package peer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.jws.WebMethod;
import javax.jws.WebParam;
import javax.jws.WebResult;
import javax.jws.WebService;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import peer.Answers.TAuthClie;
import peer.Answers.TAuthOccuList;
import peer.Answers.TAuthenticate;
import peer.Answers.TClie;
import peer.Answers.TOccu;

/** Three operations of the API on JAX-WS RI in an embedded Jetty, with the statements of the product. */
@WebService(
    name = "VT_APISoap",
    serviceName = "VT_API",
    portName = "VT_APISoap",
    targetNamespace = Peer.NAMESPACE)
public class Peer {
  static final String NAMESPACE = "http://www.ozsoft.com.au/VETtrak/api/complete";

  private static final int THREADS = 8;
  private static final int JETTYS_OWN_THREADS = 2; // one accepts, one selects
  private static final SecureRandom RANDOM = new SecureRandom();

  private static String database;
  private static Path folder;
  private static final ThreadLocal<Statements> STATEMENTS =
      ThreadLocal.withInitial(() -> new Statements(database, folder));

  @WebMethod(action = NAMESPACE + "/GetClientByCode")
  @WebResult(name = "GetClientByCodeResult", targetNamespace = NAMESPACE)
  public TAuthClie GetClientByCode(
      @WebParam(name = "sToken", targetNamespace = NAMESPACE) String token,
      @WebParam(name = "sClie_Code", targetNamespace = NAMESPACE) String code)
      throws SQLException, GeneralSecurityException {
    TAuthClie answer = new TAuthClie();
    answer.Auth = caller(token);
    PreparedStatement statement = STATEMENTS.get().client;
    statement.setString(1, code.toLowerCase(Locale.ROOT));
    statement.setInt(2, answer.Auth.ID);
    try (ResultSet rows = statement.executeQuery()) {
      if (rows.next()) {
        Statements.Row row = new Statements.Row(rows);
        answer.Clie = new TClie();
        answer.Clie.Clie_Surname = row.text();
        answer.Clie.Clie_Given = row.text();
        answer.Clie.Clie_Code = row.text();
      }
    }
    return answer;
  }

  @WebMethod(action = NAMESPACE + "/GetLMSNewOccurrences")
  @WebResult(name = "GetLMSNewOccurrencesResult", targetNamespace = NAMESPACE)
  public TAuthOccuList GetLMSNewOccurrences(
      @WebParam(name = "sToken", targetNamespace = NAMESPACE) String token)
      throws SQLException, GeneralSecurityException {
    TAuthOccuList answer = new TAuthOccuList();
    answer.Auth = caller(token);
    answer.occurrences = new ArrayList<>();
    try (ResultSet rows = STATEMENTS.get().occurrences.executeQuery()) {
      while (rows.next()) {
        answer.occurrences.add(occurrence(new Statements.Row(rows)));
      }
    }
    return answer;
  }

  @WebMethod(action = NAMESPACE + "/ValidateClient")
  @WebResult(name = "ValidateClientResult", targetNamespace = NAMESPACE)
  public TAuthenticate ValidateClient(
      @WebParam(name = "sUsername", targetNamespace = NAMESPACE) String username,
      @WebParam(name = "sPassword", targetNamespace = NAMESPACE) String password)
      throws SQLException, GeneralSecurityException {
    PreparedStatement user = STATEMENTS.get().user;
    user.setString(1, username.toLowerCase(Locale.ROOT));
    TAuthenticate answer;
    try (ResultSet row = user.executeQuery()) {
      row.next();
      answer = authenticated(row.getInt("id"), newToken(), row.getString("identifier"), "03");
      sign(password, row.getString("password_hash"));
    }
    answer.StatusMessage = "Success";
    keep(answer);
    return answer;
  }

  private static TOccu occurrence(Statements.Row row) throws SQLException {
    TOccu told = new TOccu();
    told.ID = row.number();
    told.Code = row.text();
    told.StartDate = row.date();
    told.EndDate = row.date();
    told.Status = row.text();
    told.StatusType = row.number();
    told.DateOfEffect = row.date();
    told.Qual_Code = row.text();
    told.Qual_Name = row.text();
    told.OrganisationId = row.numberOrNull();
    told.Description = row.text();
    told.Loca_Code = row.text();
    told.DeliveryType = row.text();
    told.DeliveryModes = row.lines();
    told.EmployerIdentifier = row.text();
    told.EmployerName = row.text();
    told.EmployerContactCode = row.text();
    told.Amount = row.money();
    told.GST = row.money();
    told.DivisionId = row.number();
    told.EnrolmentType = row.text();
    told.EnrolmentTypeCode = row.text();
    told.AmountPaid = row.money();
    told.AmountCredited = row.money();
    told.Prog_Code = row.text();
    told.Prog_Name = row.text();
    told.Reportable = row.number();
    told.WebPublished = row.number();
    told.Uploaded = row.number();
    told.Vacancies = row.number();
    told.Colour = row.text();
    told.Prog_ID = row.number();
    return told;
  }

  private static TAuthenticate caller(String token) throws SQLException, GeneralSecurityException {
    PreparedStatement statement = STATEMENTS.get().token;
    statement.setString(1, digest(token));
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return authenticated(row.getInt("client_id"), token, row.getString("client_code"), "02");
    }
  }

  private static TAuthenticate authenticated(int id, String token, String identifier, String type) {
    TAuthenticate told = new TAuthenticate();
    told.ID = id;
    told.Token = token;
    told.Status = 1;
    told.Identifier = identifier;
    told.TokenType = type;
    return told;
  }

  private static void keep(TAuthenticate login) throws SQLException, GeneralSecurityException {
    long now = System.currentTimeMillis();
    PreparedStatement insert = STATEMENTS.get().insert;
    insert.setString(1, digest(login.Token));
    insert.setInt(2, login.ID);
    insert.setNull(3, Types.INTEGER);
    insert.setLong(4, now);
    insert.setLong(5, now);
    insert.executeUpdate();
  }

  private static String newToken() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String digest(String token) throws GeneralSecurityException {
    byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] sign(String password, String key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
  }

  /** Arguments: port, database, folder of the statements, folder with WEB-INF. */
  public static void main(String[] arguments) throws Exception {
    database = arguments[1];
    folder = Path.of(arguments[2]);
    int threads = THREADS + JETTYS_OWN_THREADS;
    Server server = new Server(new QueuedThreadPool(threads, threads));
    ServerConnector http = new ServerConnector(server, 1, 1);
    http.setHost("127.0.0.1");
    http.setPort(Integer.parseInt(arguments[0]));
    server.addConnector(http);
    ServletContextHandler context = new ServletContextHandler(server, "/");
    context.setResourceBase(arguments[3]);
    context.addEventListener(new com.sun.xml.ws.transport.http.servlet.WSServletContextListener());
    context.addServlet(com.sun.xml.ws.transport.http.servlet.WSServlet.class, "/VT_API.asmx");
    server.start();
    server.join();
  }
}
