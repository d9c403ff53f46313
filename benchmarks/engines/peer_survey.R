# Peer: the mean situation and its error by R's survey package; arguments: FILE.csv ITEMS
given <- commandArgs(TRUE)
suppressMessages({library(survey); library(data.table)})
setDTthreads(1)
table <- fread(given[1])
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = as.data.frame(table))
read <- sum(proc.time()[1:2])
se <- 0
for (item in grep("^q", names(table), value = TRUE)[seq_len(as.integer(given[2]))]) {
  found <- svyby(as.formula(paste0("~", item)), ~territory + wave + grp, design, svymean, na.rm = TRUE)
  se <- se + sum(found$se)
}
cat("read", read, "estimated", sum(proc.time()[1:2]) - read, "mean_se", format(se, digits = 10), "\n")
