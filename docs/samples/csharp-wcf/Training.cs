// What is a client enrolled in, and which classes does he have on a day?
//
//   svcutil /out:VT_API.cs /noConfig http://localhost:8000/VT_API.asmx?WSDL
//   csc Training.cs VT_API.cs                      (Mono: mcs -r:System.ServiceModel -r:System.Runtime.Serialization ...)
//   set VETTRAK_USER=integration
//   set VETTRAK_PASSWORD=demo-password
//   Training http://localhost:8000/VT_API.asmx 2026-12-01 00001 00002
//
// For WCF, with the class that svcutil writes ("Add Service Reference" in Visual Studio, dotnet-svcutil).

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.ServiceModel;

class Training
{
    static readonly string[] LogInAgain = { "Token has expired.", "Invalid token." };

    readonly VT_APISoapClient api;
    readonly string file;
    string token = "";

    // The token is kept in a file, so that the next run needs no log-in.
    Training(string address, string file)
    {
        // With a configuration file the endpoint's name is VT_APISoap (SOAP 1.1); VT_APISoap12 speaks SOAP 1.2.
        var secure = address.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        var binding = new BasicHttpBinding(secure ? BasicHttpSecurityMode.Transport : BasicHttpSecurityMode.None)
        {
            // WCF refuses answers of more than 64 KiB, which a list of a few hundred has. 20 MiB are plenty.
            MaxReceivedMessageSize = 20 << 20,
            MaxBufferSize = 20 << 20,
            SendTimeout = TimeSpan.FromMinutes(2),
        };
        binding.ReaderQuotas.MaxStringContentLength = 20 << 20;
        binding.ReaderQuotas.MaxArrayLength = 20 << 20;
        api = new VT_APISoapClient(binding, new EndpointAddress(address));
        this.file = file;
        if (File.Exists(file))
            token = File.ReadAllText(file).Trim();
    }

    // Call an operation with the token; log in first, and again when the token is no longer good.
    T Call<T>(Func<string, T> operation, Func<T, string> message)
    {
        if (token == "")
            LogIn();
        T result = operation(token);
        if (LogInAgain.Contains(message(result)))
        {
            LogIn();
            result = operation(token);
        }
        return result;
    }

    void LogIn()
    {
        var result = api.ValidateClient(
            Environment.GetEnvironmentVariable("VETTRAK_USER"), Environment.GetEnvironmentVariable("VETTRAK_PASSWORD"));
        if (result.Status < 1)
            throw new ApplicationException("The log-in failed: " + result.StatusMessage);
        token = result.Token;
        File.WriteAllText(file, token);
        Console.WriteLine("Logged in.");
    }

    void Tell(string client, DateTime day)
    {
        var found = Call(t => api.GetEnrolmentsForClient(t, client), answer => answer.Auth.StatusMessage);
        if (found.Auth.Status < 1)
        {
            Console.WriteLine("{0}: {1}", client, found.Auth.StatusMessage);
            return;
        }
        DateTime end = day.AddDays(1).AddSeconds(-1);
        var list = Call(t => api.GetClassesForClient(t, client, day, end), answer => answer.Auth.StatusMessage);
        // An empty list may come as null.
        int enrolments = found.ClieEnroList == null ? 0 : found.ClieEnroList.Length;
        int classes = list.InstList == null ? 0 : list.InstList.Length;
        Console.WriteLine("{0}: {1} enrolments, {2} classes", client, enrolments, classes);
        for (int number = 0; number < enrolments; number++)
            Console.WriteLine("  enrolled in {0}", found.ClieEnroList[number].Code);
        for (int number = 0; number < classes; number++)
            Console.WriteLine("  class at {0:yyyy-MM-ddTHH:mm}", list.InstList[number].Inst_Start);
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
        catch (FaultException fault)
        {
            Console.Error.WriteLine("The server refused the request: " + fault.Message);
            return 2;
        }
        catch (Exception error) when (error is CommunicationException || error is WebException)
        {
            // Here WCF reads no fault: from a status such as 413, or when there is no answer at all.
            Console.Error.WriteLine("The server refused the request: " + error.Message);
            return 2;
        }
    }
}
