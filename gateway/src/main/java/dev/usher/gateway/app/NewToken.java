package dev.usher.gateway.app;

import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.model.TokenValue;
import dev.usher.membership.time.Ticker;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `usher token new`: makes a token without asking anybody, and the entry for the configuration.
@Command(
        name = "new",
        description = "Makes an access token: prints its value, once, and the entry for the configuration.",
        mixinStandardHelpOptions = true)
final class NewToken implements Callable<Integer> {

    private static final String TABLE = """
            value    %s
            name     %s
            digest   %s
            expires  %s

            The value is shown this once. For access.tokens.list of a cluster:
              - {name: %2$s, digest: "%3$s", expires: %4$s}
            """;
    private static final String JSON = """
            {"value": "%s", "name": "%s", "digest": "%s", "expires": "%s"}
            """;
    private static final String YAML = """
            value: %s
            name: %s
            digest: "%s"
            expires: %s
            """;

    private final Terminal terminal;
    private final Ticker ticker;
    private final RandomGenerator random;

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            converter = NameConverter.class,
            description = "Its name, unique in its cluster.")
    private @Nullable TokenName name;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = Expiry.Converter.class,
            description = "1_month, 3_months (default), 1_year or unlimited.")
    private Expiry expires = Expiry.THREE_MONTHS;

    @Mixin
    private final Output output = new Output();

    NewToken(Terminal terminal, Ticker ticker, RandomGenerator random) {
        this.terminal = terminal;
        this.ticker = ticker;
        this.random = random;
    }

    @Override
    public Integer call() {
        var value = TokenValue.generate(random);
        var form = switch (output.form()) {
            case TABLE -> TABLE;
            case JSON -> JSON;
            case YAML -> YAML;
        };
        var end = expires.from(Instant.ofEpochMilli(ticker.epochMillis()));
        terminal.out().printf(form, value.reveal(), name, value.digest(), end);
        terminal.out().flush();
        return 0;
    }

    /// Reads a token's name from the command line.
    static final class NameConverter implements ITypeConverter<TokenName> {
        @Override
        public TokenName convert(String value) {
            if (!Names.plain(value)) {
                throw new TypeConversionException(value + " (expected: " + Names.EXPECTED + ")");
            }
            return new TokenName(value);
        }
    }
}
