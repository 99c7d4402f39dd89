// The LMS scenario in C#, with the class that `wsdl` writes from the WSDL. Prints one line for each step.
// Arguments: address of the page, SOAP version (1.1 or 1.2), code of the occurrence, surname of the new client.

using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Web.Services.Protocols;

static class LmsScenario
{
    static readonly DateTime Born = new DateTime(1990, 2, 28);
    static VT_API_Integrate api;
    static string token;

    static void Main(string[] arguments)
    {
        Thread_speaks_no_language();
        api = new VT_API_Integrate
        {
            Url = arguments[0],
            SoapVersion = arguments[1] == "1.2" ? SoapProtocolVersion.Soap12 : SoapProtocolVersion.Soap11,
            // A password that nobody asked for does no harm.
            Credentials = new NetworkCredential("somebody", "something"),
            PreAuthenticate = true,
        };
        LogIn();
        TOccu occurrence = TakeOver(arguments[2]);
        Collect(occurrence.ID);
        TClie client = AddClient(arguments[3]);
        ChangeDetails(client.Clie_Code);
        int enrolment = Enrol(client.Clie_Code, occurrence.ID);
        SendResults(enrolment);
        ReadBack(client.Clie_Code, enrolment);
        TAuthenticate nobody = api.GetLMSNewOccurrences("").Auth;
        Tell("no token", nobody.Status, nobody.StatusMessage);
    }

    static void Thread_speaks_no_language()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.OutputEncoding = new UTF8Encoding(false);
    }

    static void LogIn()
    {
        Tell("service", api.API_Handshake());
        Tell("database", api.DB_Handshake());
        TAuthenticate refused = api.ValidateClient("integration", "wrong");
        Tell("wrong password", refused.Status, refused.StatusMessage);
        TAuthenticate login = api.ValidateClient("integration", "demo-password");
        Tell("login", login.Status, login.TokenType);
        token = login.Token;
    }

    static TOccu TakeOver(string code)
    {
        TOccu found = api.GetLMSNewOccurrences(token).OccuList.Single(item => item.Code == code);
        Tell("new", found.Prog_Name, Text(found.StartDate), Text(found.EndDate), found.Vacancies, found.Uploaded);
        TAuthOccuList range = api.GetLMSOccurrencesInDateRange(
            token, new DateTime(2026, 9, 1), new DateTime(2026, 9, 30, 23, 59, 59));
        Tell("in range", range.OccuList.Single(item => item.Code == code).Code);
        TAuthenticate reversed = api.GetLMSOccurrencesInDateRange(
            token, new DateTime(2026, 9, 2), new DateTime(2026, 9, 1)).Auth;
        Tell("reversed", reversed.Status, reversed.StatusMessage);
        Tell("uploaded", api.UpdateLMSOccurrenceStatus(token, found.ID, 1).Status);
        bool still = api.GetLMSNewOccurrences(token).OccuList.Any(item => item.Code == code);
        Tell("still new", still ? "yes" : "no");
        return found;
    }

    static void Collect(int occurrence)
    {
        foreach (TClieEnro enrolment in api.GetLMSNewEnrolmentsForOccurrence(token, occurrence).ClieEnroList)
        {
            Tell("collected", enrolment.GivenName, enrolment.Surname, enrolment.Status);
            Tell("flagged", api.UpdateLMSEnrolmentStatus(token, enrolment.ID, 1).Status);
        }
        Tell("left to collect", api.GetLMSNewEnrolmentsForOccurrence(token, occurrence).ClieEnroList.Length);
    }

    static TClie AddClient(string surname)
    {
        TAuthClie unknown = api.GetClientByCode(token, "NOBODY");
        Tell("unknown code", unknown.Auth.Status, "[" + unknown.Clie.Clie_Code + "]");
        unknown = api.GetClientByName(token, surname, "Zoë", Born);
        Tell("unknown name", unknown.Auth.Status, "[" + unknown.Clie.Clie_Code + "]");
        TClie added = api.AddClientAfterCheck(token, surname, "Zoë", Born, 0, "zoe@example.com").Clie;
        Tell("added", added.Clie_Given, added.Clie_Surname);
        TClie retried = api.AddClientAfterCheck(token, surname, "Zoë", Born, null, null).Clie;
        Tell("added again", retried.Clie_Code == added.Clie_Code ? "the same" : "another");
        return added;
    }

    static void ChangeDetails(string client)
    {
        TClieDetail details = api.GetClientDetails(token, client).ClieDetail;
        string salary = details.Clie_Salary.HasValue ? "paid" : "no salary";
        Tell("details", Text(details.Clie_DOB), details.Clie_Email, salary);
        details.Clie_MobilePhone = "0400 000 000";
        details.UsualAddress = new TAddress
        {
            StreetNumber = "12", StreetName = "Elizabeth & Sons Street",
            City = "Launceston", State = "Tas", Postcode = "7250",
        };
        Tell("changed", api.UpdateClientDetails(token, details).Status);
        details = api.GetClientDetails(token, client).ClieDetail;
        Tell("address", details.UsualAddress.StreetName, details.Clie_RCity, details.Clie_MobilePhone);
    }

    static int Enrol(string client, int occurrence)
    {
        TClieEnro enrolled = api.AddLMSClientEnrolmentToOccurrence(token, client, occurrence, null, null, null).ClieEnro;
        Tell("enrolled", enrolled.Code, enrolled.Surname, enrolled.Status, enrolled.Amount);
        TAuthenticate twice = api.AddLMSClientEnrolmentToOccurrence(token, client, occurrence, null, null, null).Auth;
        Tell("enrolled twice", twice.Status, twice.StatusMessage);
        return enrolled.ID;
    }

    static void SendResults(int enrolment)
    {
        SendResult(enrolment, "HOSBEER01", "Competency Achieved", 85);
        SendResult(enrolment, "HOSBEER02", "Continuing", -1);
        SendResult(enrolment, "HOSBEER01", "Competency Achieved", 101);
    }

    static void SendResult(int enrolment, string unit, string result, int percentage)
    {
        DateTime start = new DateTime(2026, 9, 1), finish = new DateTime(2026, 9, 27, 17, 0, 0);
        TAuthenticate sent = api.UpdateResult(token, enrolment, unit, result, start, finish, percentage);
        Tell("result", unit, sent.Status, sent.StatusMessage ?? "recorded");
    }

    static void ReadBack(string client, int enrolment)
    {
        foreach (TEnun unit in api.GetUnitsForEnrolment(token, enrolment).EnunList)
            Tell("unit", unit.Unit_Code, unit.Result_Name, unit.Percentage, Text(unit.FinishDate));
        foreach (TClieEnro held in api.GetEnrolmentsForClient(token, client).ClieEnroList)
            Tell("enrolment", held.Code, Text(held.StartDate));
        var filter = new FilterCriteria { Field = "ClientCode", Operator = "Equals", Value = client };
        ReturnField[] fields = new[] { "Surname", "Email", "Title" }.Select(name => new ReturnField { Field = name }).ToArray();
        QueryResult query = api.QueryAdditionalData(token, "Client", new[] { filter }, null, fields, null);
        foreach (string[] row in query.Values)
            Tell("query", string.Join(" ", query.Fields), "=", string.Join(" ", row.Select(value => value ?? "null")));
    }

    static string Text(DateTime? moment)
    {
        return moment.HasValue ? moment.Value.ToString("s") : "none";
    }

    static void Tell(string step, params object[] words)
    {
        Console.WriteLine(step + ": " + string.Join(" ", words));
    }
}
