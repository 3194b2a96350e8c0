// React's compiler as a step of the build: what a component draws is kept for as long as what it is drawn from stays the same. The
// rest of the build takes the types away, so here they are only read and written.
import { transformAsync } from "@babel/core";
import type { Plugin } from "vite";

const OURS = /\/src\/.*\.tsx?$/;
/** What the compiler looks at in a file without elements. */
const HOOK = /\bfunction use[A-Z]/;

export function compiler(): Plugin {
  return {
    name: "react-compiler",
    enforce: "pre",
    // Unit tests are of pure functions, and quicker without.
    apply: () => process.env.VITEST === undefined,
    async transform(code, id) {
      const [path = id] = id.split("?", 1);
      if (!OURS.test(path) || !(path.endsWith("x") || HOOK.test(code))) return null;
      const made = await transformAsync(code, {
        filename: path,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: ["typescript", "jsx"] },
        // What cannot be compiled stops the build: it would be left slow otherwise, and nobody would know.
        plugins: [["babel-plugin-react-compiler", { target: "19", panicThreshold: "all_errors" }]],
      });
      return made?.code ? { code: made.code, map: made.map ?? null } : null;
    },
  };
}
