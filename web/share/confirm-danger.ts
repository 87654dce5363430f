// A second person confirms that serious failure is in imminent danger of happening.
import { wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { openShare, shareInput } from "./open-share.ts";
import { addressOfShare } from "./share.ts";

export const confirmDanger = defineJourney({
  path: "/concerns/:concern/shares/:share/danger",
  title: "Confirm imminent danger",
  beforeSending: "The council then has fewer days to answer, or, where its objection was overridden, the share opens at once.",
  send: "Confirm the danger",
  document: "share/confirm-danger.graphql",
  async open(executor, request) {
    const opened = await openShare(executor, request, "CONFIRM_DANGER");
    if (!opened) return undefined;
    const { urgent, override } = opened.share;
    const claims = [urgent?.danger, override?.reason].flatMap((one) => (one ? [`Another adviser wrote: ${one}`] : []));
    const reason = reasonStep("Why is serious failure in imminent danger of happening?", {
      before: claims,
      label: "Why you confirm the danger",
      missing: "Enter why you confirm the danger.",
    });
    return { ...opened.journey, steps: [reason] };
  },
  variables: (words, request) => ({ input: { ...shareInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, request) => addressOfShare(request),
});
