/** Tells how busy this process was since it was asked before, in percent of one core; at first since it began. */
export function createCpuMeter(): () => number {
  let lastUs = 0;
  let lastMs = Date.now() - process.uptime() * 1000;
  return () => {
    const { user, system } = process.cpuUsage();
    const [usedUs, nowMs] = [user + system, Date.now()];
    const percent = (usedUs - lastUs) / 10 / Math.max(1, nowMs - lastMs);
    [lastUs, lastMs] = [usedUs, nowMs];
    return Math.round(percent * 10) / 10;
  };
}
