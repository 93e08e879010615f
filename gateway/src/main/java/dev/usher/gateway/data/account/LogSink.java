package dev.usher.gateway.data.account;

import java.io.IOException;

/// Where whole lines go. *Confined to one thread.*
interface LogSink {

    /// Writes `length` bytes of `bytes` from `offset`.
    void write(byte[] bytes, int offset, int length) throws IOException;
}
