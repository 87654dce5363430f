// The seed of all generated cases, so that the same commit passes or fails each time. vitest.config.ts says which.
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.FC_SEED) });
