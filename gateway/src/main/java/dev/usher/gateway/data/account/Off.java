package dev.usher.gateway.data.account;

import dev.usher.gateway.core.exchange.Closed;

enum Off implements AccessLog {
    LOG;

    @Override
    public void write(Closed closed) {}

    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void close() {}
}
