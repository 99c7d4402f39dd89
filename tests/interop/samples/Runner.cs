// Runs the programs of a library one after the other; writes two files for each: what it printed, why it failed.
// Arguments: the library, the folder for the files, the names of the classes.

using System;
using System.IO;
using System.Linq;
using System.Reflection;

static class Runner
{
    static void Main(string[] arguments)
    {
        Assembly library = Assembly.LoadFrom(arguments[0]);
        foreach (string name in arguments.Skip(2))
        {
            var printed = new StringWriter();
            Console.SetOut(printed);
            string failure = "";
            try
            {
                library.GetType(name).GetMethod("Main", BindingFlags.Static | BindingFlags.NonPublic).Invoke(null, null);
            }
            catch (TargetInvocationException error)
            {
                failure = error.InnerException.Message;
            }
            File.WriteAllText(Path.Combine(arguments[1], name + ".printed"), printed.ToString());
            File.WriteAllText(Path.Combine(arguments[1], name + ".failure"), failure);
        }
    }
}
