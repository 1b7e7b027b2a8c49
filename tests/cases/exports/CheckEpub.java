// Asks epubcheck about EPUB files, and prints of each what is wrong and how many messages that were.

import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.WriterReportImpl;
import java.io.File;
import java.io.PrintWriter;

public class CheckEpub {
    public static void main(String[] files) {
        PrintWriter out = new PrintWriter(System.out, true);
        for (String file : files) {
            WriterReportImpl report = new WriterReportImpl(out);
            new EpubCheck(new File(file), report).doValidate();
            int messages = report.getFatalErrorCount() + report.getErrorCount() + report.getWarningCount();
            out.println(file + ": " + messages + " messages");
        }
    }
}
