// Files of a data folder that are missing, emptied, cut, older, torn or damaged, and events that were changed in them: each is either of no
// consequence or reported at once.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesDamaged, type Fault, filesGone, mixedUp, pagesDamaged, walsTorn } from "../helpers/faults/damaged-files.ts";
import { outcomeOf } from "../helpers/faults/outcome.ts";
import { type Outcome, reportOf } from "../helpers/faults/table.ts";
import { eventsTampered } from "../helpers/faults/tampered-events.ts";
import { makeTemplate, type Template } from "../helpers/faults/template.ts";
import { isSoak } from "../helpers/soak.ts";

const KINDS: Readonly<
  Record<string, { readonly quick: number; readonly soak: number; readonly faults: (n: number) => readonly Fault[] }>
> = {
  "files missing, emptied, cut or older": { quick: 9, soak: 36, faults: filesGone },
  "write-ahead files torn or gone": { quick: 6, soak: 24, faults: walsTorn },
  "parts of different moments, rows and keys taken out": { quick: 4, soak: 20, faults: mixedUp },
  "bytes changed": { quick: 3, soak: 80, faults: bytesDamaged },
  "pages overwritten": { quick: 2, soak: 40, faults: pagesDamaged },
  "tampered and poison events": { quick: 10, soak: 140, faults: eventsTampered },
};

let template: Template;
const outcomes: (Outcome & { readonly kind: string })[] = [];
beforeAll(async () => {
  template = await makeTemplate();
});
afterAll(() => {
  template.remove();
  if (isSoak) console.info(reportOf(outcomes));
});

describe("a folder whose files were damaged while the hub was stopped or killed", () => {
  it("is served from as it was when nothing was done to it", async () => {
    for (const how of ["stopped", "killed"] as const) {
      const { dir, remove } = template.copy(how);
      expect(await outcomeOf(how, template, dir)).toMatchObject({ verdict: "held" });
      remove();
    }
  });

  it.each(Object.entries(KINDS))(
    "loses nothing in silence and serves nothing wrong: %s",
    async (kind, { quick, soak, faults }) => {
      for (const { name, how, damage } of faults(isSoak ? soak : quick)) {
        const { dir, remove } = template.copy(how);
        damage(dir, template.older);
        outcomes.push({ ...(await outcomeOf(name, template, dir)), kind });
        remove();
      }
      const worst = outcomes.filter(
        ({ kind: of, verdict }) => of === kind && (verdict === "lost" || verdict === "wrongly served"),
      );
      expect(worst).toEqual([]);
    },
  );
});
