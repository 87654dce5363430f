// Decides what an import of a series records: nothing if the same series is already stored. Pure: the stored series is passed in.
import { storedForm } from "../../text/forms.ts";
import { type Refusal, refuseAll, refuseSaying } from "../refusals.ts";
import type { MetricEvent, Series } from "./events.ts";

/** The maximum number of areas of one metric in one period, including those of earlier imports. */
export const MAX_AREAS = 1_000;

/**
 * `stored` is the last import of the same metric, period and value type, by the councils' current codes. An export replaces the values of the
 * areas that it names, and no others. `null` removes an area's value.
 */
export function decideSeries(stored: Series | undefined, imported: Series): readonly MetricEvent[] | Refusal {
  const omitted = Object.keys(stored?.values ?? {}).filter((area) => !Object.hasOwn(imported.values, area));
  const withValue = omitted.filter((area) => typeof stored?.values[area] === "number");
  const series: Series = { ...imported, values: { ...stored?.values, ...imported.values } };
  const wrong = refuseAll([
    stored && withValue.length > 0 && storedForm(stored.unit) !== imported.unit
      ? refuseSaying(
          "INVALID_INPUT",
          "unit",
          `The unit was "${stored.unit}" and is now "${imported.unit}", and the export leaves out ${withValue.length} of the areas that have a value. ` +
            "Export all areas.",
        )
      : undefined,
    Object.keys(series.values).length > MAX_AREAS
      ? refuseSaying("INVALID_INPUT", "values", "Together with earlier imports there can be at most 1,000 areas. Export fewer.")
      : undefined,
  ]);
  if (wrong) return wrong;
  return stored && isSame(stored, series) ? [] : [{ type: "MetricSeriesImported.v1", data: series }];
}

/** Normalises texts, because an earlier release stored them unchanged. */
function isSame(stored: Series, series: Series): boolean {
  const textsOf = ({ label, unit, period }: Series) => [label, unit, period.label].map(storedForm);
  const areas = Object.entries(series.values);
  return (
    textsOf(stored).every((text, index) => text === textsOf(series)[index]) &&
    areas.length === Object.keys(stored.values).length &&
    areas.every(([area, value]) => stored.values[area] === value)
  );
}
