package dev.usher.gateway.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {

    @Test
    void quotesOnlyWhatNeedsIt() {
        assertThat(Shell.line(List.of("/opt/usher", "director-1", "", "a b", "it's", "$HOME")))
                .isEqualTo("/opt/usher director-1 '' 'a b' 'it'\\''s' '$HOME'");
    }
}
