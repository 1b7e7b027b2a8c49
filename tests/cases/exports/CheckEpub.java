// Asks epubcheck about EPUB files, a name on each line that it is given, and prints of each what is wrong, how many
// messages that were, and "END".

import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.WriterReportImpl;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintWriter;

public class CheckEpub {
    public static void main(String[] none) throws Exception {
        PrintWriter out = new PrintWriter(System.out, true);
        BufferedReader files = new BufferedReader(new InputStreamReader(System.in));
        for (String file = files.readLine(); file != null; file = files.readLine()) {
            WriterReportImpl report = new WriterReportImpl(out);
            new EpubCheck(new File(file), report).doValidate();
            int messages = report.getFatalErrorCount() + report.getErrorCount() + report.getWarningCount();
            out.println(file + ": " + messages + " messages");
            out.println("END");
        }
    }
}
