package dev.usher.membership.member;

import com.google.protobuf.InvalidProtocolBufferException;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.contract.proto.RosterEntry;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Which of two words on a Director stays when two halves of a cluster come together: the one of the higher epoch, then
/// the higher configuration revision, then the higher sequence. Clocks have no say. What is no word loses.
/// *Immutable;* Hazelcast makes it by its name, and sends it from member to member.
public final class HigherWord implements SplitBrainMergePolicy<Object, MergingValue<Object>, Object> {

    private static final Comparator<DirectorWord> HIGHER = Comparator.comparing(
                    DirectorWord::getEpoch, Long::compareUnsigned)
            .thenComparing(DirectorWord::getConfigRevision, Long::compareUnsigned)
            .thenComparing(DirectorWord::getSequence, Long::compareUnsigned);

    @Override
    public @Nullable Object merge(@Nullable MergingValue<Object> merging, @Nullable MergingValue<Object> existing) {
        var kept = wins(value(merging), value(existing)) ? merging : existing;
        return kept == null ? null : kept.getRawValue();
    }

    /// Whether the word of the half that joins replaces the other half's.
    static boolean wins(byte @Nullable [] merging, byte @Nullable [] existing) {
        var challenger = word(merging);
        var holder = word(existing);
        return challenger != null && (holder == null || HIGHER.compare(challenger, holder) > 0);
    }

    private static byte @Nullable [] value(@Nullable MergingValue<Object> entry) {
        try {
            return entry != null && entry.getDeserializedValue() instanceof byte[] bytes ? bytes : null;
        } catch (HazelcastSerializationException _) {
            return null;
        }
    }

    private static @Nullable DirectorWord word(byte @Nullable [] bytes) {
        try {
            return bytes == null
                    ? null
                    : DirectorWord.parseFrom(RosterEntry.parseFrom(bytes).getWord());
        } catch (InvalidProtocolBufferException _) {
            return null;
        }
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // It has no state.
    }

    @Override
    public void readData(ObjectDataInput in) {
        // It has no state.
    }
}
