package dev.usher.gateway.data.load;

import dev.usher.gateway.core.exchange.Cause;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The live exchanges of one event loop.
///
/// Finding those of a token or a Director walks the list: rare, and a microsecond for some hundred, where an
/// index would cost every exchange. Bounded by the listeners' connection limits. *Confined to one event loop.*
public final class LiveExchanges {

    private @Nullable LiveExchange head;
    private int size;

    /// Enters `exchange`.
    public void add(LiveExchange exchange) {
        if (exchange.listed) {
            throw new IllegalStateException("an exchange is entered once");
        }
        exchange.listed = true;
        exchange.previous = null;
        exchange.next = head;
        if (head != null) {
            head.previous = exchange;
        }
        head = exchange;
        size++;
    }

    /// Takes `exchange` off the list; does nothing when it is not on it.
    public void remove(LiveExchange exchange) {
        if (!exchange.listed) {
            return;
        }
        exchange.listed = false;
        if (exchange.previous == null) {
            head = exchange.next;
        } else {
            exchange.previous.next = exchange.next;
        }
        if (exchange.next != null) {
            exchange.next.previous = exchange.previous;
        }
        exchange.previous = null;
        exchange.next = null;
        size--;
    }

    /// How many there are.
    public int size() {
        return size;
    }

    /// Shows each of them to `viewer`, which must not end any.
    public void each(Consumer<LiveExchange> viewer) {
        for (var exchange = head; exchange != null; exchange = exchange.next) {
            viewer.accept(exchange);
        }
    }

    /// Ends all that `chosen` picks, and says how many.
    public int cut(Predicate<LiveExchange> chosen, Cause why) {
        int cut = 0;
        for (var exchange = head; exchange != null; ) {
            var following = exchange.next;
            if (chosen.test(exchange)) {
                exchange.cut(why);
                cut++;
            }
            exchange = following;
        }
        return cut;
    }
}
