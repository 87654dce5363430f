// The governance officer publishes a policy: what a new version of the hub brings, or a change of one file. Before it is sent they read what it changes, in
// words and for whom.
import { hash } from "node:crypto";
import { MAX_POLICY_TEXT, MAX_SHORT_TEXT } from "../../text/limits.ts";
import type { AnswerOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { type FormWords, type PageRequest, wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney, type JourneyDefinition, type JourneyStep } from "../steps/steps.ts";
import { POLICY_PATH } from "./policy.ts";

type Answer = AnswerOf<"policy/draft.graphql">;
type Draft = NonNullable<Answer["policyDraft"]>;
type PolicyFile = Draft["files"][number];

const REASON = reasonStep("Why do you publish it?", {
  before: ["Everybody who may read the versions of the policy reads your reason."],
  ...{ label: "Reason", missing: "Enter the reason.", hint: undefined, most: MAX_SHORT_TEXT },
});

type Publishing = {
  readonly path: string;
  readonly title: string;
  readonly beforeSending: string;
  /** Whether it is for when this version of the hub brings something that awaits approval. */
  readonly isForApproval: boolean;
  readonly stepsFor: (draft: Draft, words: FormWords) => readonly JourneyStep[];
  readonly filesFor: (draft: Draft, words: FormWords) => readonly PolicyFile[];
};

/** The journey is made for each request, because what it sends is made of the draft. */
const publishing = (of: Publishing): JourneyDefinition => ({
  path: of.path,
  async handle(executor, words, request) {
    const { viewer, policyDraft } = await executor.execute("policy/draft.graphql", {});
    if (!viewer.mayPublishPolicy || !policyDraft) return { isNotFound: true };
    const isOffered = (viewer.policyToApprove !== null) === of.isForApproval;
    return journeyFor(of, policyDraft, isOffered).handle(executor, words, request);
  },
});

const journeyFor = (of: Publishing, draft: Draft, isOffered: boolean): JourneyDefinition =>
  defineJourney({
    ...{ path: of.path, title: of.title, beforeSending: of.beforeSending, send: "Publish the policy" },
    document: "policy/publish-policy.graphql",
    open: async (_executor: DocumentExecutor, _request: PageRequest, words: FormWords) => ({
      steps: of.stepsFor(draft, words),
      from: { href: POLICY_PATH, text: "Versions of the policy" },
      isOffered,
      version: versionOf(draft),
      check: {
        template: "policy/publish-check.njk",
        async show({ execute }) {
          const files = of.filesFor(draft, words).map(({ name, text }) => ({ name, text }));
          const { simulatePolicy } = await execute("policy/simulate.graphql", { files });
          return simulatePolicy ? { simulation: simulatePolicy } : undefined;
        },
      },
    }),
    variables: (words) => ({
      input: {
        idempotencyKey: wordsIn(words, "key"),
        files: of.filesFor(draft, words),
        basedOn: versionThatWasRead(draft, words),
        reason: wordsIn(words, "reason"),
      },
    }),
    next: () => POLICY_PATH,
  });

/** The policy in force and the files that were made of it, which another release of the hub makes differently. */
const versionOf = ({ basedOn, files }: Draft): string => `${basedOn} ${hash("sha256", JSON.stringify(files), "base64url")}`;

/** No policy has this version, so it is refused like one that has been replaced. */
const REPLACED = "replaced";
/** The policy on which the pages that were read are based: the files that are sent are made of the same ones, or it is refused. */
function versionThatWasRead(draft: Draft, words: FormWords): string {
  const shown = wordsIn(words, "version");
  const [basedOn = ""] = shown.split(" ");
  return basedOn === draft.basedOn && shown !== versionOf(draft) ? REPLACED : basedOn;
}

export const approvePolicy = publishing({
  path: `${POLICY_PATH}/approve`,
  title: "Approve what this version of the hub brings",
  beforeSending: "What you have changed in the policy before is kept. The policy takes effect at once, for everybody.",
  isForApproval: true,
  stepsFor: () => [REASON],
  filesFor: ({ files }) => files,
});

/** The field has the name of its file, so that the text of one file is never taken for that of another. */
const textField = (name: string): string => `text-${name}`;
const fileIn = ({ files }: Draft, words: FormWords): PolicyFile | undefined =>
  files.find(({ name }) => name === wordsIn(words, "file"));

const textStep = ({ name, text }: PolicyFile): JourneyStep => ({
  ...{ name: "text", title: `What does ${name} say?` },
  fields: [
    {
      ...{ name: textField(name), kind: "text", most: MAX_POLICY_TEXT, initial: text },
      ...{ label: "The whole text of the file", missing: "Enter the text of the file." },
    },
  ],
});

export const changePolicy = publishing({
  path: `${POLICY_PATH}/change`,
  title: "Change the policy",
  beforeSending: "The policy takes effect at once, for everybody.",
  isForApproval: false,
  stepsFor(draft, words) {
    const file = fileIn(draft, words);
    return [
      {
        ...{ name: "file", title: "Which file of the policy do you change?" },
        before: [
          "The policy is written in Cedar, a language for rules on who may do what. Each rule has a reason in plain English, which people read in the hub.",
          "Nothing is published before you have read what your change does, on the last page.",
        ],
        fields: [
          {
            ...{ name: "file", kind: "menu", label: "File", missing: "Select the file." },
            choices: draft.files.map(({ name }) => ({ value: name, text: name })),
          },
        ],
      },
      ...(file ? [textStep(file)] : []),
      REASON,
    ];
  },
  filesFor(draft, words) {
    const changed = fileIn(draft, words);
    // Browsers send line ends of two characters.
    const text = wordsIn(words, textField(changed?.name ?? "")).replaceAll("\r\n", "\n");
    return draft.files.map((file) => (file === changed ? { ...file, text } : file));
  },
});
