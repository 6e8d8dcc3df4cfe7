import { POLICY } from '#src/policy.ts';

/** A site of nginx, as in /etc/nginx/conf.d/. Of oEmbed's question it copies the query of the page, so that its step is kept. */
export const NGINX = String.raw`map $arg_url $asked { default ""; "~(?:\?|%3[Ff])(?<query>[\w%.~@:,/*+-]+)$" $query; }

server {
    listen 80;
    server_name backstep.example.org;
    root /srv/backstep;

    include mime.types;
    types { text/javascript mjs; text/x-python py; application/manifest+json webmanifest; }
    gzip on;
    gzip_types text/css text/javascript application/javascript application/json application/wasm image/svg+xml;
    error_page 404 /404.html;

    # Sandboxed frames fetch as strangers.
    add_header Access-Control-Allow-Origin *;
    add_header X-Content-Type-Options nosniff;
    add_header Content-Security-Policy "${POLICY}";

    location / { try_files $uri $uri/ =404; }
    location /embed/ {
        # An embed may stand in any page.
        add_header Access-Control-Allow-Origin *;
        add_header X-Content-Type-Options nosniff;
        try_files $uri $uri/ =404;
    }
    location /oembed/ {
        # The frame opens at the step of the address that was asked about.
        sub_filter_types application/json;
        sub_filter '/\\\" title' '/?link=$asked\\\" title';
    }
    location /_app/immutable/ {
        # The names of these files change with what is in them.
        add_header Access-Control-Allow-Origin *;
        add_header Cache-Control "public, max-age=31536000, immutable";
    }
}`;
