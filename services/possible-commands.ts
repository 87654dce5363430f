// Which commands could be carried out on a record now, as far as its own rules say: each is decided on samples of its input, so that there is one
// source for every rule. Pure (docs/decisions/0050-what-one-may-do-now.md).
import type { CouncilOffice } from "../reference/concern-terms.ts";
import { keysOf } from "../reference/keys-of.ts";
import type { CommandDeclaration } from "./input.ts";
import { isSpokenInOffice } from "./people/spoken-in.ts";
import { faultsOf, isRefusal, type Refusal } from "./refusals.ts";

/** Sample inputs of a command. Where a person would write something they have sample words, and a fault in those does not matter. */
export type CommandSamples<Subject, Context, Input> = {
  /** The fields that name records, or what else the samples have every value of. People write the others. */
  readonly named?: readonly string[];
  readonly inputs: (subject: Subject, context: Context) => readonly Input[];
};

export const SAMPLE_WORDS = "-";
/** In this order, because a share goes on after the last day to answer. */
export const SAMPLE_FAR_DAY = "9999-12-30";
export const SAMPLE_FARTHER_DAY = "9999-12-31";

type Decided = readonly unknown[] | Refusal;

/** How the samples of commands on one kind of record are decided. */
type Trial<Name extends string, Subject, Context> = {
  readonly declarations: Readonly<Record<Name, CommandDeclaration>>;
  readonly samples: { readonly [One in Name]: CommandSamples<Subject, Context, object> };
  readonly subject: Subject;
  readonly context: Context;
  /** The field of every input that names the record. */
  readonly record: string;
  readonly offices: readonly { readonly office: CouncilOffice }[];
  readonly decide: (name: Name, input: object) => Decided;
  /** Whether policy permits it. */
  readonly permits: (name: Name, input: object) => boolean;
};

/** The commands of which one sample would be carried out, or be refused only for what a person writes. */
export function listPossible<Name extends string, Subject, Context>({
  declarations,
  samples,
  subject,
  context,
  record,
  offices,
  decide,
  permits,
}: Trial<Name, Subject, Context>): readonly Name[] {
  const inOffices = offices.map(({ office }) => ({ office }));
  return keysOf(samples).filter((name) => {
    const { named = [], inputs } = samples[name];
    const spoken = isSpokenInOffice(declarations[name]) && inOffices.length > 0 ? inOffices : [{}];
    return inputs(subject, context).some((sample) =>
      spoken.some((office) => {
        const input = { ...sample, ...office };
        const written = Object.keys(input).filter((field) => field !== record && !named.includes(field));
        // Most are refused by the rules, and what policy permits takes longer to find.
        return isPossible(decide(name, input), written) && permits(name, input);
      }),
    );
  });
}

/** A decision without events would change nothing. A fault in what people write is theirs to mend; any other is not. */
function isPossible(decided: Decided, written: readonly string[]): boolean {
  if (!isRefusal(decided)) return decided.length > 0;
  return faultsOf(decided).every(({ code, field }) => {
    const [top = ""] = field?.split(".") ?? [];
    return code !== "TOO_MANY" && written.includes(top);
  });
}
