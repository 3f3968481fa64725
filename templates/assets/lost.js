/* lost.js by scripts/minify, sha256 1af762c69c267c30 */
(()=>{var e=location.pathname;try{e=decodeURIComponent(e)}catch(e){}var t=(e.replace(/\/index\.html?$/,"").split("/").filter(Boolean).pop()||"").replace(/\.\w+$/,"").replace(/[^\p{L}\p{N}]+/gu," ").trim().slice(0,100);/\p{L}{2}/u.test(t)&&"404"!==t&&document.querySelectorAll(".guess").forEach(e=>{var o=e.querySelector("a");o.textContent=t;o.href+="?q="+encodeURIComponent(t);e.hidden=!1})})();

