// Runs programs one after the other; writes two files for each: what it printed, why it failed.
// Arguments: the folder for the files, the names of the classes.

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

public class Runner {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        for (int place = 1; place < arguments.length; place++) {
            String name = arguments[place];
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            System.setOut(new PrintStream(printed, true, "UTF-8"));
            String failure = "";
            try {
                Class.forName(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            } catch (InvocationTargetException error) {
                failure = String.valueOf(error.getCause().getMessage());
            }
            Files.write(folder.resolve(name + ".printed"), printed.toByteArray());
            Files.writeString(folder.resolve(name + ".failure"), failure);
        }
    }
}
