package dev.usher.gateway.house;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The walls of the house. That they would fall over is tried on the bad house beside this test.
class ArchitectureTest {

    private static final String ROOT = "dev.usher.";
    private static final String BAD_ROOT = "dev.usher.gateway.house.bad.";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.usher.gateway", "dev.usher.membership");
    private static final JavaClasses BAD_HOUSE = new ClassFileImporter().importPackages("dev.usher.gateway.house.bad");

    @Test
    void theWholeHouseIsLookedAt() {
        assertThat(HOUSE.size()).isGreaterThan(100);
        assertThat(HOUSE.containPackage("dev.usher.membership.time")).isTrue();
        assertThat(HOUSE.containPackage("dev.usher.gateway.house")).isFalse();
    }

    @Test
    void everyRoomImportsOnlyWhomItMay() {
        tables(ROOT).check(HOUSE);

        assertThat(faults(tables(BAD_ROOT)))
                .anyMatch(fault -> fault.startsWith("gateway.data.acl may not import") && fault.contains("Office"))
                .anyMatch(fault -> fault.contains("Nowhere has no place"))
                .noneMatch(fault -> fault.contains("Watch"));
    }

    @Test
    void librariesStayWhereTheyAreNamed() {
        libraries(ROOT).check(HOUSE);

        assertThat(faults(libraries(BAD_ROOT)))
                .anyMatch(fault -> fault.contains("Office") && fault.contains("java.sql.Connection"))
                .anyMatch(fault -> fault.contains("Peeks") && fault.contains("io.netty.channel.Channel"))
                .noneMatch(fault -> fault.contains("Watch"));
    }

    @Test
    void noRoomImportsItselfThroughOthers() {
        cycles(ROOT).check(HOUSE);

        assertThat(faults(cycles(BAD_ROOT)))
                .anyMatch(fault -> fault.contains("gateway.core.model") && fault.contains("gateway.core.net"));
    }

    @Test
    void onlyOnePackageReadsClocks() {
        clocks().check(HOUSE);

        assertThat(faults(clocks()))
                .anyMatch(fault -> fault.contains("nanoTime"))
                .anyMatch(fault -> fault.contains("Instant.now"))
                .anyMatch(fault -> fault.contains("java.util.Date.<init>()"))
                .anyMatch(fault -> fault.contains("Clock.systemUTC"))
                .noneMatch(fault -> fault.contains("java.util.Date.<init>(long)"));
    }

    @Test
    void onlyTheCommandLineSleeps() {
        sleep().check(HOUSE);

        assertThat(faults(sleep())).anyMatch(fault -> fault.contains("Watch.doze"));
    }

    private static ArchRule tables(String root) {
        return classes().should(new Walls(root).keepToTheTable());
    }

    private static ArchRule libraries(String root) {
        return classes().should(new Walls(root).keepLibrariesApart());
    }

    private static ArchRule cycles(String root) {
        return slices().assignedFrom(new Walls(root).rooms()).should().beFreeOfCycles();
    }

    private static ArchRule clocks() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("dev.usher.membership.time..")
                .should()
                .accessTargetWhere(new Clocks());
    }

    private static ArchRule sleep() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("dev.usher.gateway.app..", "dev.usher.membership.app..")
                .should()
                .accessTargetWhere(target(name("sleep")).and(targetOwner(type(Thread.class))));
    }

    private static List<String> faults(ArchRule rule) {
        return rule.evaluate(BAD_HOUSE).getFailureReport().getDetails();
    }
}
