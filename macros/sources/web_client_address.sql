{#- The client of a request, of the addresses that it came by in their order (text, each in `<` and `>`,
    small letters): the last one that is no address of one's own (private, of this machine, or in
    var('trusted_proxies')), since those before it can be made up by the client; where all are,
    the first. Null where there is none. -#}
{% macro web_client_address(addresses) -%}
    {%- set own = ['localhost', 'unix:', '::1',
        '(::ffff:)?(10|127)([.][0-9]+){3}', '(::ffff:)?(192[.]168|169[.]254)([.][0-9]+){2}',
        '(::ffff:)?172[.](1[6-9]|2[0-9]|3[01])([.][0-9]+){2}',
        '(::ffff:)?100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])([.][0-9]+){2}',
        '(f[cd][0-9a-f]|fe[89ab])[0-9a-f]:[0-9a-f:]*'] -%}
    {%- for beginning in var('trusted_proxies') -%}
        {%- do own.append((beginning | lower).replace('.', '[.]') ~ '[0-9a-z.:-]*') -%}
    {%- endfor -%}
    coalesce(
        nullif(regexp_extract(
            {{ replace_matches(
                addresses, text_literal('<\\[?(' ~ own | join('|') ~ ')\\]?(:[0-9]+)?>'), "''"
            ) }},
            '<([^<>]+)>$', 1
        ), ''),
        nullif(regexp_extract({{ addresses }}, '^<([^<>]+)>', 1), '')
    )
{%- endmacro %}
