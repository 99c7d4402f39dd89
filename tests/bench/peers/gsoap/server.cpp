// Three operations of the API on gSOAP's own server, with the statements of the product. Each thread keeps one
// caller's connection, one connection to the database and its prepared statements.
// Usage: peer PORT DATABASE FOLDER; the folder holds the statements, each in NAME.sql.

#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <signal.h>
#include <sqlite3.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "VT_API.nsmap"
#include "soapH.h"

namespace {

constexpr int kThreads = 8;
constexpr int kTokenBytes = 32;

std::string database_file;
std::string statements_folder;

// A prepared statement that is reset when its use ends.
class Statement {
 public:
  Statement(sqlite3 *database, const std::string &name) {
    std::ifstream file(statements_folder + "/" + name + ".sql");
    std::string sql((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (sqlite3_prepare_v3(database, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) != SQLITE_OK)
      throw std::runtime_error(name + ": " + sqlite3_errmsg(database));
  }

  sqlite3_stmt *handle() const { return handle_; }

  int column(const char *name) const {
    for (int i = 0; i < sqlite3_column_count(handle_); i++)
      if (std::strcmp(sqlite3_column_name(handle_, i), name) == 0) return i;
    throw std::runtime_error(std::string("no column ") + name);
  }

 private:
  sqlite3_stmt *handle_ = nullptr;
};

class Connection {
 public:
  sqlite3 *handle = open();
  Statement token{handle, "token"}, client{handle, "client"}, occurrences{handle, "occurrences"};
  Statement user{handle, "user"}, insert{handle, "insert"};
  int token_client = token.column("client_id"), token_code = token.column("client_code");
  int user_id = user.column("id"), user_code = user.column("identifier"), user_hash = user.column("password_hash");

 private:
  static sqlite3 *open() {
    sqlite3 *database;
    if (sqlite3_open_v2(database_file.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr))
      throw std::runtime_error(sqlite3_errmsg(database));
    sqlite3_busy_timeout(database, 5000);
    sqlite3_exec(database, "PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON", nullptr, nullptr, nullptr);
    return database;
  }
};

Connection &connection() {
  static thread_local Connection own;
  return own;
}

// One execution of a statement: binds values, steps, reads the columns of a row from left to right.
class Query {
 public:
  Query(soap *soap, const Statement &statement) : soap_(soap), handle_(statement.handle()) {}
  ~Query() { sqlite3_reset(handle_); }

  void bind(const std::string &value) {
    sqlite3_bind_text(handle_, ++bound_, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  }
  void bind(sqlite3_int64 value) { sqlite3_bind_int64(handle_, ++bound_, value); }
  void bind_null() { sqlite3_bind_null(handle_, ++bound_); }

  bool row() {
    column_ = 0;
    return sqlite3_step(handle_) == SQLITE_ROW;
  }
  bool done() { return sqlite3_step(handle_) == SQLITE_DONE; }

  int number_at(int column) const { return sqlite3_column_int(handle_, column); }
  // A null stays a null.
  char *text_at(int column) const {
    return soap_strdup(soap_, reinterpret_cast<const char *>(sqlite3_column_text(handle_, column)));
  }

  int number() { return number_at(column_++); }
  char *text() { return text_at(column_++); }

  int *number_or_null() {
    if (sqlite3_column_type(handle_, column_) == SQLITE_NULL) return column_++, nullptr;
    int *value = static_cast<int *>(soap_malloc(soap_, sizeof(int)));
    *value = number();
    return value;
  }

  char *date() {
    char *value = text();
    if (value) {
      value[10] = 'T';
      value[19] = 0;
    }
    return value;
  }

  char *money() {
    char digits[40];
    snprintf(digits, sizeof digits, "%.2f", sqlite3_column_double(handle_, column_++));
    return soap_strdup(soap_, digits);
  }

  ns__ArrayOfString *lines() {
    char *value = text();
    if (!value) return nullptr;
    ns__ArrayOfString *list = soap_new_ns__ArrayOfString(soap_, -1);
    char *rest;
    for (char *line = strtok_r(value, "\n", &rest); line; line = strtok_r(nullptr, "\n", &rest))
      list->string.push_back(line);
    return list;
  }

 private:
  soap *soap_;
  sqlite3_stmt *handle_;
  int bound_ = 0, column_ = 0;
};

std::string lower(const char *text) {
  std::string result(text ? text : "");
  for (char &letter : result) letter = static_cast<char>(tolower(letter));
  return result;
}

std::string digest(const std::string &text) {
  unsigned char bytes[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char *>(text.data()), text.size(), bytes);
  std::string result;
  for (unsigned char byte : bytes) {
    result += "0123456789abcdef"[byte >> 4];
    result += "0123456789abcdef"[byte & 15];
  }
  return result;
}

// Random bytes in Base64 for URLs, without padding.
std::string new_token() {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  unsigned char bytes[kTokenBytes + 1] = {};
  RAND_bytes(bytes, kTokenBytes);
  std::string token;
  for (int bit = 0; bit < kTokenBytes * 8; bit += 6) {
    int pair = bytes[bit / 8] << 8 | bytes[bit / 8 + 1];
    token += letters[pair >> (10 - bit % 8) & 63];
  }
  return token;
}

ns__TAuthenticate *authenticated(soap *soap, int id, const char *token, char *identifier, const char *type) {
  ns__TAuthenticate *told = soap_new_ns__TAuthenticate(soap, -1);
  told->ID = id;
  told->Token = soap_strdup(soap, token);
  told->Status = 1;
  told->Identifier = identifier;
  told->TokenType = soap_strdup(soap, type);
  return told;
}

ns__TAuthenticate *caller(soap *soap, const char *token) {
  Connection &own = connection();
  Query query(soap, own.token);
  query.bind(digest(token ? token : ""));
  if (!query.row()) return nullptr;
  return authenticated(soap, query.number_at(own.token_client), token, query.text_at(own.token_code), "02");
}

ns__TOccu occurrence(Query &row) {
  ns__TOccu told;
  told.ID = row.number();
  told.Code = row.text();
  told.StartDate = row.date();
  told.EndDate = row.date();
  told.Status = row.text();
  told.StatusType = row.number();
  told.DateOfEffect = row.date();
  told.Qual_USCORECode = row.text();
  told.Qual_USCOREName = row.text();
  told.OrganisationId = row.number_or_null();
  told.Description = row.text();
  told.Loca_USCORECode = row.text();
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
  told.Prog_USCORECode = row.text();
  told.Prog_USCOREName = row.text();
  told.Reportable = row.number();
  told.WebPublished = row.number();
  told.Uploaded = row.number();
  told.Vacancies = row.number();
  told.Colour = row.text();
  told.Prog_USCOREID = row.number();
  return told;
}

bool keep(soap *soap, const std::string &token, int id) {
  using namespace std::chrono;
  auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  Query query(soap, connection().insert);
  query.bind(digest(token));
  query.bind(static_cast<sqlite3_int64>(id));
  query.bind_null();
  query.bind(static_cast<sqlite3_int64>(now));
  query.bind(static_cast<sqlite3_int64>(now));
  return query.done();
}

int refused(soap *soap) { return soap_sender_fault(soap, "The caller is unknown.", nullptr); }

void answer_callers(soap *soap) {
  for (;;) {
    if (!soap_valid_socket(soap_accept(soap))) continue;
    soap_serve(soap);
    soap_destroy(soap);
    soap_end(soap);
  }
}

}  // namespace

int ns__GetClientByCode(soap *soap, char *sToken, char *sClie_USCORECode, ns__GetClientByCodeResponse &answer) {
  ns__TAuthClie *told = answer.GetClientByCodeResult = soap_new_ns__TAuthClie(soap, -1);
  told->Auth = caller(soap, sToken);
  if (!told->Auth) return refused(soap);
  Query query(soap, connection().client);
  query.bind(lower(sClie_USCORECode));
  query.bind(static_cast<sqlite3_int64>(told->Auth->ID));
  if (!query.row()) return SOAP_OK;
  told->Clie = soap_new_ns__TClie(soap, -1);
  told->Clie->Clie_USCORESurname = query.text();
  told->Clie->Clie_USCOREGiven = query.text();
  told->Clie->Clie_USCORECode = query.text();
  return SOAP_OK;
}

int ns__GetLMSNewOccurrences(soap *soap, char *sToken, ns__GetLMSNewOccurrencesResponse &answer) {
  ns__TAuthOccuList *told = answer.GetLMSNewOccurrencesResult = soap_new_ns__TAuthOccuList(soap, -1);
  told->Auth = caller(soap, sToken);
  if (!told->Auth) return refused(soap);
  told->OccuList = soap_new_ns__ArrayOfTOccu(soap, -1);
  Query query(soap, connection().occurrences);
  while (query.row()) told->OccuList->TOccu.push_back(occurrence(query));
  return SOAP_OK;
}

int ns__ValidateClient(soap *soap, char *sUsername, char *sPassword, ns__ValidateClientResponse &answer) {
  Connection &own = connection();
  int id;
  char *code, *kept;
  {
    Query query(soap, own.user);
    query.bind(lower(sUsername));
    if (!query.row()) return refused(soap);
    id = query.number_at(own.user_id);
    code = query.text_at(own.user_code);
    kept = query.text_at(own.user_hash);
  }
  if (!code || !kept || !sPassword) return refused(soap);
  unsigned char signature[SHA256_DIGEST_LENGTH];
  HMAC(EVP_sha256(), kept, static_cast<int>(std::strlen(kept)), reinterpret_cast<unsigned char *>(sPassword),
       std::strlen(sPassword), signature, nullptr);
  std::string token = new_token();
  if (!keep(soap, token, id)) return soap_receiver_fault(soap, sqlite3_errmsg(own.handle), nullptr);
  answer.ValidateClientResult = authenticated(soap, id, token.c_str(), code, "03");
  answer.ValidateClientResult->StatusMessage = soap_strdup(soap, "Success");
  return SOAP_OK;
}

int main(int, char **arguments) {
  signal(SIGPIPE, SIG_IGN);
  database_file = arguments[2];
  statements_folder = arguments[3];
  soap *listener = soap_new1(SOAP_IO_KEEPALIVE | SOAP_XML_TREE);
  listener->max_keep_alive = 0;  // as many calls as a caller likes
  listener->bind_flags = SO_REUSEADDR;
  listener->recv_timeout = 30;
  if (!soap_valid_socket(soap_bind(listener, "127.0.0.1", std::stoi(arguments[1]), 100))) {
    soap_print_fault(listener, stderr);
    return 1;
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; i++) threads.emplace_back(answer_callers, soap_copy(listener));
  for (std::thread &thread : threads) thread.join();
}
