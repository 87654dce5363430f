// Loaded before a hub (`--import`): its first check of the stores, which is due some minutes after it started, is due at once.
import { performance } from "node:perf_hooks";

const SIX_MINUTES = 6 * 60_000;
const now = performance.now.bind(performance);
performance.now = () => now() + (/at look .*hub\/verification\/verification\.ts/.test(new Error().stack ?? "") ? SIX_MINUTES : 0);
