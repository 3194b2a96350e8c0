// Starts the page.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Problem } from "./api/client.ts";
import { App } from "./App.tsx";
import { Boundary } from "./ui/Boundary.tsx";
import { showKeptTheme } from "./ui/theme.ts";
import "./styles/index.css";

const RETRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Only what may pass by itself is asked again: no answer, or a server that is not ready.
      retry: (failures, error) =>
        failures < RETRIES && error instanceof Problem && (error.status === 0 || error.status >= 500),
      refetchOnWindowFocus: true,
    },
  },
});

showKeptTheme();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id `root`.");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Boundary>
        <App />
      </Boundary>
    </QueryClientProvider>
  </StrictMode>,
);
