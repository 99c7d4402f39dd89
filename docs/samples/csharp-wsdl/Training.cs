// What is a client enrolled in, and which classes does he have on a day?
//
//   wsdl /out:VT_API.cs http://localhost:8000/VT_API.asmx?WSDL
//   csc Training.cs VT_API.cs                      (Mono: mcs -r:System.Web.Services Training.cs VT_API.cs)
//   set VETTRAK_USER=integration
//   set VETTRAK_PASSWORD=demo-password
//   Training http://localhost:8000/VT_API.asmx 2026-12-01 00001 00002
//
// For .NET Framework, with the class that wsdl.exe writes ("Add Web Reference" in Visual Studio).

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Web.Services.Protocols;

class Training
{
    static readonly string[] LogInAgain = { "Token has expired.", "Invalid token." };

    readonly VT_API api;
    readonly string file;
    string token = "";

    // The token is kept in a file, so that the next run needs no log-in.
    Training(string address, string file)
    {
        api = new VT_API { Url = address, Timeout = 60000 };
        this.file = file;
        if (File.Exists(file))
            token = File.ReadAllText(file).Trim();
    }

    // Call an operation with the token; log in first, and again when the token is no longer good.
    T Call<T>(Func<string, T> operation, Func<T, TAuthenticate> outcome)
    {
        if (token == "")
            LogIn();
        T result = operation(token);
        if (LogInAgain.Contains(outcome(result).StatusMessage))
        {
            LogIn();
            result = operation(token);
        }
        return result;
    }

    void LogIn()
    {
        TAuthenticate result = api.ValidateClient(
            Environment.GetEnvironmentVariable("VETTRAK_USER"), Environment.GetEnvironmentVariable("VETTRAK_PASSWORD"));
        if (result.Status < 1)
            throw new ApplicationException("The log-in failed: " + result.StatusMessage);
        token = result.Token;
        File.WriteAllText(file, token);
        Console.WriteLine("Logged in.");
    }

    void Tell(string client, DateTime day)
    {
        var found = Call(t => api.GetEnrolmentsForClient(t, client), answer => answer.Auth);
        if (found.Auth.Status < 1)
        {
            Console.WriteLine("{0}: {1}", client, found.Auth.StatusMessage);
            return;
        }
        // An empty list may come as null.
        TClieEnro[] enrolments = found.ClieEnroList ?? new TClieEnro[0];
        DateTime end = day.AddDays(1).AddSeconds(-1);
        var list = Call(t => api.GetClassesForClient(t, client, day, end), answer => answer.Auth);
        TInst[] classes = list.InstList ?? new TInst[0];
        Console.WriteLine("{0}: {1} enrolments, {2} classes", client, enrolments.Length, classes.Length);
        foreach (TClieEnro enrolment in enrolments)
            Console.WriteLine("  enrolled in {0}", enrolment.Code);
        foreach (TInst each in classes)
            Console.WriteLine("  class at {0:yyyy-MM-ddTHH:mm}", each.Inst_Start);
    }

    static int Main(string[] arguments)
    {
        string file = Environment.GetEnvironmentVariable("VETTRAK_TOKEN_FILE") ?? "vettrak-token";
        // The training organisation's local time. Kind stays Unspecified: then no zone is sent.
        DateTime day = DateTime.ParseExact(arguments[1], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        try
        {
            var training = new Training(arguments[0], file);
            foreach (string client in arguments.Skip(2))
                training.Tell(client, day);
            return 0;
        }
        catch (SoapException fault)
        {
            Console.Error.WriteLine("The server refused the request: " + fault.Message);
            return 2;
        }
        catch (WebException error)
        {
            // Here .NET reads no fault: from a status such as 413, or when there is no answer at all.
            var response = error.Response as HttpWebResponse;
            string reason = response == null ? error.Message : "HTTP status " + (int)response.StatusCode;
            Console.Error.WriteLine("The server refused the request: " + reason);
            return 2;
        }
    }
}
