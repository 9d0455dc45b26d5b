# cover.awk  folds what "gcov -n -r" says into a table: lines run by folder,
# and with -v files=FOLDER,... the files of these under the bar, least first
# (-v bar=90)

/^File 'src\// {
	file = $2
	gsub(/'/, "", file)
	next
}

# a header is counted once for each file that has it: the best is taken
/^Lines executed:/ && file != "" {
	split($0, part, /[:%]| of /)
	share = part[2]
	n = $NF
	if (!(file in lines) || share > best[file]) {
		best[file] = share
		lines[file] = n
	}
	file = ""
	next
}

/^No executable lines/ { file = "" }

END {
	for (f in lines) {
		split(f, p, "/")
		dir = p[3] == "" ? "." : p[2]
		run[dir] += lines[f] * best[f] / 100
		all[dir] += lines[f]
		total_run += lines[f] * best[f] / 100
		total += lines[f]
	}
	printf "%-12s %8s %8s %7s\n", "folder", "lines", "run", "share"
	sort = "sort"
	for (d in all)
		printf "%-12s %8d %8d %6.1f%%\n", d "/", all[d], run[d] + 0.5, 100 * run[d] / all[d] | sort
	close(sort)
	if (total)
		printf "%-12s %8d %8d %6.1f%%\n", "all", total, total_run + 0.5, 100 * total_run / total
	sort = "sort -n"
	for (f in lines) {
		split(f, p, "/")
		if (index("," files ",", "," p[2] ",") && best[f] < bar)
			printf "%6.1f%% of %4d  %s\n", best[f], lines[f], f | sort
	}
	close(sort)
}
