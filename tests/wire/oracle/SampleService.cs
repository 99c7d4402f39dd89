// The sample service of the recordings: every kind of parameter and result that the contract knows.
using System;
using System.Collections.Generic;
using System.Web.Services;

public class TAuthenticate
{
    public int ID;
    public string Token;
    public int Status;
    public string StatusMessage;
    public string Identifier;
    public string TokenType;
}

public class TClie
{
    public string Clie_Surname;
    public string Clie_Given;
    public string Clie_Code;
}

public class TAddress
{
    public string Building;
    public string City;
}

public class TClieDetail : TClie
{
    public string Empl_Identifier;
    public DateTime? Clie_DOB;
    public bool USIExempt;
    public decimal? Clie_Salary;
    public TAddress UsualAddress;
}

public class TAuthClieList
{
    public TAuthenticate Auth;
    public List<TClie> ClieList;
}

public class TAuthClieDetail
{
    public TAuthenticate Auth;
    public TClieDetail ClieDetail;
}

public class QueryResult
{
    public TAuthenticate Auth;
    public List<string> Fields;
    public List<List<string>> Values;
}

public class TEcho
{
    public string Text;
    public int Number;
    public bool Flag;
    public DateTime When;
    public decimal Amount;
    public int? MaybeNumber;
    public DateTime? MaybeWhen;
    public List<int> Numbers;
    public List<string> Texts;
}

[WebService(
    Namespace = "http://www.ozsoft.com.au/VETtrak/api/complete",
    Name = "VT_API",
    Description = "VETtrak API web services")]
public class SampleService : WebService
{
    static TAuthenticate Ok()
    {
        return new TAuthenticate
        {
            ID = 3037, Token = "ABC", Status = 1, Identifier = "03037", TokenType = "02"
        };
    }

    [WebMethod(Description = "Validates a client")]
    public TAuthenticate ValidateClient(string sUsername, string sPassword)
    {
        if (sPassword == "p") return Ok();
        return new TAuthenticate
        {
            ID = -1, Token = "", Status = -1, StatusMessage = "Invalid username or password",
            Identifier = "-1", TokenType = ""
        };
    }

    [WebMethod(Description = "Echoes every kind of parameter")]
    public TEcho Echo(
        string text, int number, bool flag, DateTime when, decimal amount,
        int? maybeNumber, DateTime? maybeWhen, List<int> numbers, List<string> texts)
    {
        return new TEcho
        {
            Text = text, Number = number, Flag = flag, When = when, Amount = amount,
            MaybeNumber = maybeNumber, MaybeWhen = maybeWhen, Numbers = numbers, Texts = texts
        };
    }

    [WebMethod]
    public TAuthClieList GetClients(string sToken, int count)
    {
        var result = new TAuthClieList { Auth = Ok() };
        if (count < 0) return result;
        result.ClieList = new List<TClie>();
        for (int i = 0; i < count; i++)
            result.ClieList.Add(new TClie
            {
                Clie_Surname = "O'Brien & <S\u00f6ns> " + i,
                Clie_Given = "",
                Clie_Code = i.ToString().PadLeft(10, '0')
            });
        return result;
    }

    [WebMethod]
    public TAuthClieDetail GetClientDetails(string sToken, string sClie_Code)
    {
        return new TAuthClieDetail
        {
            Auth = Ok(),
            ClieDetail = new TClieDetail
            {
                Clie_Surname = "Smith", Clie_Given = "John", Clie_Code = sClie_Code,
                USIExempt = false, UsualAddress = new TAddress { City = "Launceston" }
            }
        };
    }

    [WebMethod]
    public TAuthenticate UpdateClientDetails(string sToken, TClieDetail cClient)
    {
        var result = Ok();
        if (cClient == null)
        {
            result.StatusMessage = "null";
            return result;
        }
        result.StatusMessage =
            (cClient.Clie_Surname ?? "nosurname") + "|"
            + (cClient.Clie_DOB.HasValue ? cClient.Clie_DOB.Value.ToString("yyyy-MM-ddTHH:mm:ss") : "nodob") + "|"
            + cClient.USIExempt + "|"
            + (cClient.UsualAddress == null ? "noaddr" : cClient.UsualAddress.City);
        return result;
    }

    [WebMethod]
    public QueryResult QueryAdditionalData(string token)
    {
        return new QueryResult
        {
            Auth = Ok(),
            Fields = new List<string> { "ClientCode", "ActiveFlag" },
            Values = new List<List<string>>
            {
                new List<string> { "0000000001", "Y" },
                new List<string> { "0000000002", null }
            }
        };
    }

    [WebMethod]
    public string API_Handshake()
    {
        return "You are connected to the API.";
    }

    [WebMethod]
    public int Boom()
    {
        throw new Exception("bang");
    }
}
