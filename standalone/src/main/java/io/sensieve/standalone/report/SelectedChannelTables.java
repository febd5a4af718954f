package io.sensieve.standalone.report;

import io.sensieve.SelectedChannel;
import io.sensieve.trainer.study.DeadChannel;
import io.sensieve.trainer.study.Resilience;
import io.sensieve.trainer.study.SpareUse;
import io.sensieve.trainer.study.Stability;
import java.util.Optional;

/** Writes tables of the selected channels, with the error if their sensor fails, and of the spares. */
final class SelectedChannelTables {
    private final Markup page;
    private final ExperimentRun run;

    SelectedChannelTables(Markup page, ExperimentRun run) {
        this.page = page;
        this.run = run;
    }

    void write() {
        Resilience resilience = run.resilience();
        String what = run.classifies() ? "Share of wrong classes" : "Error";
        page.element("h3", "Selected channels");
        page.element(
                "p",
                what + " if the sensor of a selected channel fails and the decoder does not change, on "
                        + resilience.rows()
                        + " validation rows; with all channels " + NumberFormats.error(resilience.intact())
                        + ". Inferred: the missing value is a least-squares estimate from the other selected channels. With"
                        + " spare: an estimate from these and the best spare.");
        Table table = new Table(
                page, "Index", "Channel", "Score", "Missing", "Inferred", "Best spare", "With spare", "Selected in");
        for (int i = 0; i < run.k(); i++) {
            SelectedChannel channel = run.trained().channels().get(i);
            DeadChannel dead = resilience.channels().get(i);
            Optional<DeadChannel.Spare> spare = dead.spare();
            table.row(
                    Integer.toString(channel.getIndex()),
                    channel.getName(),
                    NumberFormats.brief(channel.getScore()),
                    NumberFormats.error(dead.missing()),
                    NumberFormats.error(dead.inferred()),
                    spare.map(DeadChannel.Spare::name).orElse("none"),
                    spare.map(one -> NumberFormats.error(one.error())).orElse(""),
                    times(channel.getIndex()));
        }
        table.close();
        spares(resilience);
        run.stability().ifPresent(this::stability);
    }

    private void spares(Resilience resilience) {
        page.element("h3", "Spares");
        if (resilience.spares().isEmpty()) {
            page.element("p", "None: every channel that can be selected is selected.");
            return;
        }
        page.element(
                "p",
                "Score: the selector's estimate for the selected channel that the spare substitutes best. Error: measured with"
                        + " the spare instead of that channel.");
        Table table = new Table(page, "Index", "Spare", "Score", "Substitutes", "Error as substitute");
        for (SpareUse use : resilience.spares()) {
            table.row(
                    Integer.toString(use.channel()),
                    use.name(),
                    NumberFormats.brief(use.score()),
                    use.replacesName(),
                    NumberFormats.error(use.error()));
        }
        table.close();
    }

    private String times(int channel) {
        return run.stability()
                .map(stability -> stability.times().get(channel) + " of " + stability.selections())
                .orElse("");
    }

    private void stability(Stability stability) {
        page.element("h3", "Stability");
        page.element(
                "p",
                stability.selections()
                        + " selections, each on a random 80 % of the train rows with another seed. Mean over"
                        + " all pairs: Jaccard " + NumberFormats.brief(stability.jaccard()) + ", Kuncheva's index "
                        + NumberFormats.brief(stability.kuncheva()) + " (1: always the same, 0: chance).");
        page.open("details").element("summary", "How often each channel was selected");
        Table table = new Table(page, "Index", "Channel", "Times", "Share");
        for (int c = 0; c < stability.times().size(); c++) {
            int times = stability.times().get(c);
            if (times > 0) {
                table.row(
                        Integer.toString(c),
                        run.trained().channelNames().get(c),
                        Integer.toString(times),
                        NumberFormats.percent((double) times / stability.selections()));
            }
        }
        table.close();
        page.close();
    }
}
