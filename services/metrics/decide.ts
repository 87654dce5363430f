// What an import of a series records: nothing when the hub holds the very same already. Pure: what is held comes in.
import { storedForm } from "../../text/forms.ts";
import { type Refusal, refuseAll, refuseSaying } from "../refusals.ts";
import type { MetricEvent, Series } from "./events.ts";

/** Areas of one metric in one period, those of earlier imports included. */
export const MAX_AREAS = 1_000;

/**
 * `held` is the last import of the same metric, period and value type, by the councils' current codes. An export replaces the values of the
 * areas that it names: one of a few areas leaves the values of the others as they are. `null` says that an area has no value any more.
 */
export function decideSeries(held: Series | undefined, imported: Series): readonly MetricEvent[] | Refusal {
  const left = Object.keys(held?.values ?? {}).filter((area) => !Object.hasOwn(imported.values, area));
  const withValue = left.filter((area) => typeof held?.values[area] === "number");
  const series: Series = { ...imported, values: { ...held?.values, ...imported.values } };
  const wrong = refuseAll([
    held && withValue.length > 0 && storedForm(held.unit) !== imported.unit
      ? refuseSaying(
          "INVALID_INPUT",
          "unit",
          `The unit was "${held.unit}" and is now "${imported.unit}", and the export leaves out ${withValue.length} of the areas that have a value. ` +
            "Export all areas.",
        )
      : undefined,
    Object.keys(series.values).length > MAX_AREAS
      ? refuseSaying("INVALID_INPUT", "values", "Together with earlier imports there can be at most 1,000 areas. Export fewer.")
      : undefined,
  ]);
  if (wrong) return wrong;
  return held && isSame(held, series) ? [] : [{ type: "MetricSeriesImported.v1", data: series }];
}

/** The texts in their stored form: an earlier release stored them as they were written. */
function isSame(held: Series, series: Series): boolean {
  const textsOf = ({ label, unit, period }: Series) => [label, unit, period.label].map(storedForm);
  const areas = Object.entries(series.values);
  return (
    textsOf(held).every((text, index) => text === textsOf(series)[index]) &&
    areas.length === Object.keys(held.values).length &&
    areas.every(([area, value]) => held.values[area] === value)
  );
}
