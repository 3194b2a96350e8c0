// Builds the page into dist/, which the binary embeds, and serves it while it is written.
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compiler } from "./build/compiler.ts";
import { compress } from "./build/compress.ts";

const server = process.env.TOLLKEEPER_URL ?? "http://127.0.0.1:8787";

export default defineConfig({
  plugins: [compiler(), react(), tailwindcss(), compress()],
  build: {
    target: "es2022",
    // No data: URLs, so that the content security policy needs no exception for them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  // `vite preview` serves what was built, in front of a running Tollkeeper.
  preview: { proxy: { "/api": { target: server, ws: true, changeOrigin: false } } },
  server: {
    // The socket is proxied with its Origin as it is, because the server compares it with Host.
    proxy: { "/api": { target: server, ws: true, changeOrigin: false } },
  },
});
