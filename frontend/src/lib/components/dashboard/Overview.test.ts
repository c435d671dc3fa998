import { render, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import type { Dashboard } from '#lib/api/models.ts';
import Overview from './Overview.svelte';

const FIGURES: Dashboard = {
  host: {
    cpu_percent: 12.5,
    cores: 2,
    memory_total_bytes: 8_000_000_000,
    memory_used_bytes: 2_000_000_000,
    load_average: { one: 0.5, five: 0.4, fifteen: 0.3 },
    uptime_seconds: 7_200,
  },
  process: { memory_resident_bytes: 32_000_000, cpu_percent: 0.1, threads: 9, uptime_seconds: 3_600 },
  requests: {
    per_second: 6.6,
    total: 10,
    by_status: { informational: 0, success: 10, redirection: 0, client_error: 0, server_error: 0 },
  },
  history: [],
};

it('says that the figures are from before once nobody answers, and goes on showing them', async () => {
  const { rerender } = render(Overview, { figures: FIGURES, instances: 1, silent: false });
  expect(screen.queryByText(/these figures are from before/)).toBeNull();

  await rerender({ silent: true });

  expect(screen.getByText(/these figures are from before/)).toBeVisible();
  expect(screen.getByText('12.5%')).toBeVisible();
});
