package dev.usher.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final Machine machine =
            new Machine("Z80", 2, "6.1", "64 KiB", "0.00", "abc", "25", "-Xint", "HAProxy 2.6", "wrk 4");

    @Test
    void tablesAreMarkdown() {
        var table = new Table("", "requests/s").row("usher", "1");

        assertThat(table).hasToString("""
                |  | requests/s |
                | --- | ---: |
                | usher | 1 |
                """);
    }

    @Test
    void rowsMustFitTheHeadings() {
        var table = new Table("", "requests/s");

        assertThatThrownBy(() -> table.row("usher")).hasMessage("cells: 1 (expected: 2)");
    }

    @Test
    void bothFormsNameMachineAndMethod() {
        var report = new Report("http1", "Title", "As follows.", "Body.", machine, new JsonObject().put("plain", 1));

        assertThat(report.markdown()).contains("# Title", "Body.", "As follows.", "| CPU | Z80, 2 cores", "`-Xint`");
        assertThat(report.json().getJsonObject("machine").getString("commit")).isEqualTo("abc");
        assertThat(report.json().getInteger("plain")).isEqualTo(1);
    }
}
