# pmtui completion fish > ~/.config/fish/completions/pmtui.fish
function __pmtui_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    set -e words[1]
    set -l found ($program completion fish =$words =(commandline -ct) 2>/dev/null)
    if test "$found[1]" = files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $found[2..-1]
    end
end
complete -c pmtui -f -k -a '(__pmtui_complete)'
