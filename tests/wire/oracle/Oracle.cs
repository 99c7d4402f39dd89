// Hosts the .asmx page in Mono's own ASP.NET and answers requests given on standard input.
//
// Input, one request after the other:   METHOD <tab> PATH?QUERY
//                                       Name: value          (any number of header lines)
//                                       (blank line)
//                                       the body in base64, on one line
// Output for each:                      STATUS
//                                       Name: value
//                                       (blank line)
//                                       the body in base64, on one line
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Web;
using System.Web.Hosting;

public class Exchange : SimpleWorkerRequest
{
    readonly string verb;
    readonly string query;
    readonly Dictionary<string, string> headers;
    readonly byte[] body;
    readonly string page;
    public readonly MemoryStream Sent = new MemoryStream();
    public readonly List<string> SentHeaders = new List<string>();
    public int Status = 200;

    public Exchange(string verb, string page, string query, Dictionary<string, string> headers, byte[] body)
        : base(page.TrimStart('/'), query, new StringWriter())
    {
        this.verb = verb;
        this.page = page;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    public override string GetHttpVerbName() { return verb; }
    public override string GetHttpVersion() { return "HTTP/1.1"; }
    public override string GetServerName() { return "localhost"; }
    public override int GetLocalPort() { return 80; }
    public override string GetQueryString() { return query; }
    public override string GetUriPath() { return page; }
    public override string GetFilePath() { return page; }
    public override string GetPathInfo() { return ""; }
    public override string GetRawUrl() { return query == "" ? page : page + "?" + query; }

    public override string GetKnownRequestHeader(int index)
    {
        string name = GetKnownRequestHeaderName(index);
        if (index == HeaderContentLength) return body.Length.ToString();
        string value;
        return headers.TryGetValue(name, out value) ? value : (name == "Host" ? "localhost" : null);
    }

    public override string GetUnknownRequestHeader(string name)
    {
        string value;
        return headers.TryGetValue(name, out value) ? value : null;
    }

    public override string[][] GetUnknownRequestHeaders()
    {
        var found = new List<string[]>();
        foreach (var pair in headers)
            if (GetKnownRequestHeaderIndex(pair.Key) < 0)
                found.Add(new[] { pair.Key, pair.Value });
        return found.ToArray();
    }

    public override byte[] GetPreloadedEntityBody() { return body; }
    public override bool IsEntireEntityBodyIsPreloaded() { return true; }
    public override int GetPreloadedEntityBodyLength() { return body.Length; }
    public override int GetTotalEntityBodyLength() { return body.Length; }

    public override void SendStatus(int code, string description) { Status = code; }
    public override void SendKnownResponseHeader(int index, string value)
    {
        SentHeaders.Add(GetKnownResponseHeaderName(index) + ": " + value);
    }
    public override void SendUnknownResponseHeader(string name, string value)
    {
        SentHeaders.Add(name + ": " + value);
    }
    public override void SendResponseFromMemory(byte[] data, int length) { Sent.Write(data, 0, length); }
    public override void FlushResponse(bool final) { }
    public override void EndOfRequest() { }
}

public class Host : MarshalByRefObject
{
    public override object InitializeLifetimeService() { return null; }

    public string Answer(string verb, string target, string[] headerLines, string base64)
    {
        int mark = target.IndexOf('?');
        string page = mark < 0 ? target : target.Substring(0, mark);
        string query = mark < 0 ? "" : target.Substring(mark + 1);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in headerLines)
        {
            int colon = line.IndexOf(':');
            headers[line.Substring(0, colon)] = line.Substring(colon + 1).TrimStart(' ');
        }
        var exchange = new Exchange(verb, page, query, headers, Convert.FromBase64String(base64));
        HttpRuntime.ProcessRequest(exchange);
        return exchange.Status + "\n" + string.Join("\n", exchange.SentHeaders.ToArray())
            + "\n\n" + Convert.ToBase64String(exchange.Sent.ToArray());
    }
}

public static class Program
{
    public static void Main(string[] arguments)
    {
        var host = (Host)ApplicationHost.CreateApplicationHost(typeof(Host), "/", Path.GetFullPath(arguments[0]));
        string line;
        while ((line = Console.In.ReadLine()) != null)
        {
            string[] start = line.Split('\t');
            var headers = new List<string>();
            while ((line = Console.In.ReadLine()) != "") headers.Add(line);
            string body = Console.In.ReadLine();
            Console.Out.WriteLine(host.Answer(start[0], start[1], headers.ToArray(), body));
            Console.Out.Flush();
        }
    }
}
