{#- Regular expression of a quoted list of addresses (IPv4 or IPv6, with ports or without), as servers
    log X-Forwarded-For behind the agent; a duration in quotes is none. Its first group is the list. -#}
{% macro web_address_list() -%}
    {%- set address = '([0-9]{1,3}([.][0-9]{1,3}){3}(:[0-9]+)?'
        ~ '|\\[?[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F.]*(\\](:[0-9]+)?)?|unknown)' -%}
    {{ return('"(' ~ address ~ '([, ]+' ~ address ~ ')*)"') }}
{%- endmacro %}
